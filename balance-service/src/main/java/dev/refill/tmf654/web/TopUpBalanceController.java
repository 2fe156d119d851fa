package dev.refill.tmf654.web;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.refill.tmf654.action.ActionKind;
import dev.refill.tmf654.resource.Resources;

/** Top-ups: a recharge by a payment method, or credit that is given. */
@RestController
@RequestMapping(Resources.PATH + "/topupBalance")
final class TopUpBalanceController extends ActionResource {

    TopUpBalanceController(Desk desk) {
        super(ActionKind.TOP_UP, desk);
    }
}
