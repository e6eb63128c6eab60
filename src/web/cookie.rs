//! The cookies: the session's token, and the mark by which a browser is known when it signs in again.
//!
//! Invariant: over TLS they are `Secure` and bear the prefix `__Host-`, so that no neighbouring host and no plain connection
//! can set them; only the name that fits the connection is read. The mark opens nothing: it only spares its browser the
//! waits that others have earned. Used by sign-in and by the extractor of who is signed in.

use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, HeaderName};
use axum::response::AppendHeaders;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

use super::client::Client;
use crate::app::session::Entered;

/// What a cookie holds.
#[derive(Debug, Clone, Copy)]
enum Holds {
    Session,
    Mark,
}

impl Holds {
    fn name(self, client: Client) -> &'static str {
        match (self, client.is_over_tls) {
            (Self::Session, false) => "donthu_phien",
            (Self::Session, true) => "__Host-donthu_phien",
            (Self::Mark, false) => "donthu_may",
            (Self::Mark, true) => "__Host-donthu_may",
        }
    }

    fn value(self, headers: &HeaderMap, client: Client) -> Option<String> {
        let jar = CookieJar::from_headers(headers);
        jar.get(self.name(client)).map(|cookie| cookie.value().to_owned())
    }

    fn with(self, value: String, client: Client) -> Cookie<'static> {
        Cookie::build((self.name(client), value))
            .path("/")
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(client.is_over_tls)
            .build()
    }
}

/// The token that the browser sent.
pub(super) fn token(headers: &HeaderMap, client: Client) -> Option<String> {
    Holds::Session.value(headers, client)
}

/// The mark that the browser sent.
pub(super) fn mark(headers: &HeaderMap, client: Client) -> Option<String> {
    Holds::Mark.value(headers, client)
}

/// Cookies to be set, the session's first.
pub(super) type Cookies = AppendHeaders<Vec<(HeaderName, String)>>;

fn set(cookies: impl IntoIterator<Item = Cookie<'static>>) -> Cookies {
    let lines = cookies.into_iter().map(|cookie| (SET_COOKIE, cookie.to_string()));
    AppendHeaders(lines.collect())
}

/// The cookie that holds a token until the browser is closed.
pub(super) fn holding(token: String, client: Client) -> Cookies {
    set([Holds::Session.with(token, client)])
}

/// The cookies of a sign-in that is done; the mark stays.
pub(super) fn of(entered: Entered, client: Client) -> Cookies {
    let mark = entered.mark.map(|mark| {
        let mut mark = Holds::Mark.with(mark, client);
        mark.make_permanent();
        mark
    });
    set([Holds::Session.with(entered.token, client)].into_iter().chain(mark))
}

/// What takes the session's cookie away.
pub(super) fn gone(client: Client) -> Cookies {
    let mut gone = Holds::Session.with(String::new(), client);
    gone.make_removal();
    set([gone])
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use axum::http::header::COOKIE;

    use super::*;

    fn said(cookies: Cookies) -> String {
        let lines = cookies.0.into_iter().map(|(_, line)| line);
        lines.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn over_tls_the_cookie_is_secure_and_of_this_host() {
        let over_tls = Client { is_over_tls: true, ..Client::default() };
        let plain = Client::default();
        assert_eq!(
            said(holding("x".into(), over_tls)),
            "__Host-donthu_phien=x; HttpOnly; SameSite=Lax; Secure; Path=/"
        );
        assert_eq!(
            said(holding("x".into(), plain)),
            "donthu_phien=x; HttpOnly; SameSite=Lax; Path=/"
        );

        let entered = Entered { token: "x".into(), mark: Some("m".into()) };
        let both = said(of(entered, over_tls));
        let (session, mark) = both.split_once('\n').unwrap();
        assert!(session.starts_with("__Host-donthu_phien=x;"), "{session}");
        assert!(mark.starts_with("__Host-donthu_may=m; HttpOnly"), "{mark}");
        assert!(mark.contains("; Max-Age=") && mark.contains("; Secure"), "{mark}");

        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("donthu_phien=a; __Host-donthu_phien=b"));
        assert_eq!(token(&headers, over_tls).unwrap(), "b");
        assert_eq!(token(&headers, plain).unwrap(), "a");
        let taken = said(gone(over_tls));
        assert!(
            taken.starts_with("__Host-donthu_phien=; ") && taken.contains("Max-Age=0"),
            "{taken}"
        );
        assert!(taken.contains("; Secure") && taken.contains("Path=/"), "{taken}");
    }
}
