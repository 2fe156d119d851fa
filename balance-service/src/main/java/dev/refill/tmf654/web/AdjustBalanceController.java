package dev.refill.tmf654.web;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.refill.tmf654.action.ActionKind;
import dev.refill.tmf654.resource.Resources;

/** Adjustments, and what of reservations is used up. */
@RestController
@RequestMapping(Resources.PATH + "/adjustBalance")
final class AdjustBalanceController extends ActionResource {

    AdjustBalanceController(Desk desk) {
        super(ActionKind.ADJUST, desk);
    }
}
