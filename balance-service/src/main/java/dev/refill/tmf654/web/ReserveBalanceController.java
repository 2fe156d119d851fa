package dev.refill.tmf654.web;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.refill.tmf654.action.ActionKind;
import dev.refill.tmf654.resource.Resources;

/** Reservations: credit that is held back for a while. */
@RestController
@RequestMapping(Resources.PATH + "/reserveBalance")
final class ReserveBalanceController extends ActionResource {

    ReserveBalanceController(Desk desk) {
        super(ActionKind.RESERVE, desk);
    }
}
