package dev.refill.tmf654.web;

import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.refill.tmf654.action.ActionKind;
import dev.refill.tmf654.resource.Resources;

/** Transfers from subscriber to subscriber. */
@RestController
@RequestMapping(Resources.PATH + "/transferBalance")
final class TransferBalanceController extends ActionResource {

    TransferBalanceController(Desk desk) {
        super(ActionKind.TRANSFER, desk);
    }
}
