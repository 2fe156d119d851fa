package dev.refill.sandbox.stripe.event;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import dev.refill.sandbox.core.Books;
import dev.refill.sandbox.core.Change;
import dev.refill.sandbox.core.Endpoint;
import dev.refill.sandbox.core.Snapshot;
import dev.refill.sandbox.stripe.wire.Action;
import dev.refill.sandbox.stripe.wire.Answer;
import dev.refill.sandbox.stripe.wire.ApiError;
import dev.refill.sandbox.stripe.wire.Call;
import dev.refill.sandbox.stripe.wire.Operation;
import dev.refill.sandbox.stripe.wire.Params;
import dev.refill.sandbox.stripe.wire.Refusal;
import dev.refill.sandbox.wire.WebAddress;

/** {@code POST /v1/webhook_endpoints} */
final class CreateEndpoint implements Operation {

    @Override
    public Action prepare(Call call) {
        Params params = call.params();
        if (!params.has("enabled_events")) {
            throw new Refusal(ApiError.missing("enabled_events"));
        }
        List<String> types = params.texts("enabled_events");
        String url = url(params);
        Map<String, String> metadata = params.metadata("metadata");
        String description = params.text("description");
        String apiVersion = params.text("api_version");
        call.expanding(List.of());
        params.accept("connect").refuseRest();
        return books -> create(books, url, types, metadata, description, apiVersion);
    }

    private static Answer create(Books books, String url, List<String> types, Map<String, String> metadata,
            @Nullable String description, @Nullable String apiVersion) {
        Endpoint endpoint = new Endpoint(books.ids().next("we_"), url, books.ids().next("whsec_", 32), types,
                metadata, description, apiVersion, books.now());
        books.record(new Change.EndpointStands(endpoint));
        return new Answer.Shown(200, Snapshot.of(endpoint));
    }

    private static String url(Params params) {
        String url = params.requiredText("url");
        if (!WebAddress.isOne(url)) {
            throw new Refusal(ApiError.invalid("url_invalid", "url", "Invalid URL: An explicit scheme (such as https) "
                    + "must be provided."));
        }
        return url;
    }
}
