package dev.refill.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * The sandbox as a process of its own.
 * <pre>
 * --port=12111                     0 takes a free one
 * --host=127.0.0.1                 where it listens
 * --data=folder                    where its journal is kept; without it, nothing outlives the process
 * --api-key=sk_test_…              what clients must send
 * --public-url=https://…           where browsers reach it
 * --webhook-url=http://…           an endpoint that is there from the start
 * --webhook-secret=whsec_…         what its deliveries are signed with
 * --webhook-events=a,b or *        which events it wants
 * --adyen-webhook-url=http://…     where Adyen's notifications go; empty for nowhere
 * --paypal-webhook-url=http://…    where PayPal's webhooks go; empty for nowhere
 * --open-control=true              opens the control API to other machines
 * </pre>
 * A value may also follow its name as the next argument.
 */
public final class SandboxMain {

    private SandboxMain() {}

    /** Runs until the process is told to stop. */
    public static void main(String[] arguments) throws InterruptedException {
        SandboxServer server = SandboxServer.start(settings(arguments));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "sandbox-stop"));
        System.out.println("Sandbox payment provider ready on " + server.baseUrl());
        Thread.currentThread().join();
    }

    static SandboxSettings settings(String... arguments) {
        SandboxSettings settings = SandboxSettings.defaults();
        for (int at = 0; at < arguments.length; at++) {
            String argument = arguments[at];
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || (equals < 0 && at + 1 == arguments.length)) {
                throw new IllegalArgumentException("argument: " + argument + " (expected: --name=value)");
            }
            settings = equals < 0
                    ? with(settings, argument.substring(2), arguments[++at])
                    : with(settings, argument.substring(2, equals), argument.substring(equals + 1));
        }
        return settings;
    }

    private static SandboxSettings with(SandboxSettings settings, String name, String value) {
        return switch (name) {
            case "port" -> settings.withPort(Integer.parseInt(value));
            case "host" -> settings.withHost(value);
            case "data" -> settings.withData(Path.of(value));
            case "api-key" -> settings.withApiKey(value);
            case "public-url" -> settings.withPublicUrl(URI.create(value));
            case "webhook-url" -> settings.withWebhook(new SandboxSettings.Webhook(value, webhook(settings).secret(),
                    webhook(settings).types()));
            case "webhook-secret" -> settings.withWebhook(
                    new SandboxSettings.Webhook(webhook(settings).url(), value, webhook(settings).types()));
            case "webhook-events" -> settings.withWebhook(new SandboxSettings.Webhook(webhook(settings).url(),
                    webhook(settings).secret(), List.of(value.split(","))));
            case "adyen-webhook-url" -> settings.withAdyenWebhook(value);
            case "paypal-webhook-url" -> settings.withPaypalWebhook(value);
            case "open-control" -> settings.withOpenControl(Boolean.parseBoolean(value));
            default -> throw new IllegalArgumentException("argument: --" + name
                    + " (expected: port, host, data, api-key, public-url, webhook-url, webhook-secret, webhook-events, "
                    + "adyen-webhook-url, paypal-webhook-url or open-control)");
        };
    }

    private static SandboxSettings.Webhook webhook(SandboxSettings settings) {
        return settings.webhook() == null ? SandboxSettings.Webhook.to("") : settings.webhook();
    }
}
