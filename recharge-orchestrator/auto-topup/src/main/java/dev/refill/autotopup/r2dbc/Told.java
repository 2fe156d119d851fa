package dev.refill.autotopup.r2dbc;

import java.util.List;

import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;

import dev.refill.autotopup.notice.Notice;
import dev.refill.groupcommit.Columns;

/** Binds the notices that a statement writes with its change. */
final class Told {

    private Told() {}

    static GenericExecuteSpec bind(GenericExecuteSpec statement, List<Notice> notices) {
        var of = new Columns<>(notices);
        return statement.bind("eventIds", of.texts(Notice::id))
                .bind("eventTypes", of.texts(notice -> notice.kind().word()))
                .bind("eventData", of.texts(Notice::data));
    }
}
