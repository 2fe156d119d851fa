package dev.refill.idempotency;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** An HTTP answer as it is stored and replayed: status, the headers that belong to it, and its bytes. */
public final class Answer {

    /** One header line; a name may come several times. */
    public record Header(String name, String value) {}

    private final int status;
    private final List<Header> headers;
    private final byte[] body;

    /** @param body handed over, not copied: nobody changes it afterwards */
    public Answer(int status, List<Header> headers, byte[] body) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    public int status() {
        return status;
    }

    public List<Header> headers() {
        return headers;
    }

    /** The bytes themselves, not a copy: for reading only. */
    public byte[] body() {
        return body;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Answer that && status == that.status && headers.equals(that.headers)
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(status, headers, Arrays.hashCode(body));
    }

    /** Without header values and bytes: an answer may hold what no log should. */
    @Override
    public String toString() {
        return "Answer[status=" + status + ", bytes=" + body.length + "]";
    }
}
