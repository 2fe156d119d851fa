package dev.refill.local.issuer;

import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.util.HtmlUtils;
import reactor.core.publisher.Mono;

/** The pages that a person sees: plain, without script, and saying at once that this is no real login. */
final class LoginPages {

    private static final URI NOWHERE = URI.create("/");

    private final List<IssuerUser> users;

    LoginPages(List<IssuerUser> users) {
        this.users = users;
    }

    /**
     * @param login the key of the pending login
     * @param target where the form's answer redirects to: browsers hold a form's redirects to {@code form-action} as well
     */
    Mono<ServerResponse> form(String login, URI target) {
        return page(HttpStatus.OK, "Log in", target, form(login, "", ""));
    }

    Mono<ServerResponse> wrongPin(String login, URI target, String msisdn) {
        String problem = "<p role=\"alert\">That PIN is not right. Please try again.</p>";
        return page(HttpStatus.UNPROCESSABLE_CONTENT, "Wrong PIN", target, form(login, problem, msisdn));
    }

    /** A page that leads nowhere. */
    Mono<ServerResponse> ended(HttpStatus status, String title, String text) {
        String content = "<h1>" + HtmlUtils.htmlEscape(title) + "</h1>\n<p>" + HtmlUtils.htmlEscape(text) + "</p>";
        return page(status, title, NOWHERE, content);
    }

    private String form(String login, String problem, String chosen) {
        return """
               <h1>Log in</h1>
               %s
               <form method="post" action="/login">
                 <input type="hidden" name="login" value="%s">
                 <p>
                   <label for="msisdn">Who you are</label>
                   <select id="msisdn" name="msisdn" required>
               %s
                   </select>
                 </p>
                 <p>
                   <label for="pin">PIN</label>
                   <input id="pin" name="pin" type="password" inputmode="numeric" autocomplete="off" required
                          aria-describedby="pin-hint">
                 </p>
                 <p id="pin-hint">Everybody here has the PIN %s.</p>
                 <p><button type="submit">Log in</button></p>
               </form>""".formatted(problem, login, options(chosen), LocalIdentities.PIN);
    }

    private String options(String chosen) {
        return users.stream().map(user -> option(user, user.login().equals(chosen))).collect(Collectors.joining("\n"));
    }

    private static String option(IssuerUser user, boolean chosen) {
        return "      <option value=\"%s\"%s>%s (%s)</option>".formatted(user.login(), chosen ? " selected" : "",
                user.login(), HtmlUtils.htmlEscape(user.remark()));
    }

    private static Mono<ServerResponse> page(HttpStatus status, String title, URI target, String content) {
        String origin = target.isAbsolute() ? target.getScheme() + "://" + target.getAuthority() : "";
        return ServerResponse.status(status)
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .cacheControl(CacheControl.noStore())
                .header("Content-Security-Policy", "default-src 'none'; style-src 'self'; form-action 'self' "
                        + origin + "; base-uri 'none'; frame-ancestors 'none'")
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .bodyValue(framed(HtmlUtils.htmlEscape(title), content));
    }

    private static String framed(String title, String content) {
        return """
               <!DOCTYPE html>
               <html lang="en">
               <head>
                 <meta charset="utf-8">
                 <meta name="viewport" content="width=device-width, initial-scale=1">
                 <title>%s – local test login</title>
                 <link rel="stylesheet" href="/login.css">
               </head>
               <body>
               <header>
                 <p><strong>Local test login.</strong> Not a real service: never type a real secret here.</p>
               </header>
               <main>
               %s
               </main>
               </body>
               </html>
               """.formatted(title, content);
    }
}
