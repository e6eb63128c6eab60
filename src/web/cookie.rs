//! The session cookie.
//!
//! Invariant: over TLS it is `Secure` and bears the prefix `__Host-`, so that no neighbouring host and no plain connection
//! can set it; only the name that fits the connection is read. Used by sign-in and by the extractor of who is signed in.

use axum::http::HeaderMap;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

use super::client::Client;

const PLAIN: &str = "donthu_phien";
const OVER_TLS: &str = "__Host-donthu_phien";

fn name(client: Client) -> &'static str {
    if client.is_over_tls { OVER_TLS } else { PLAIN }
}

/// The token that the browser sent.
pub(super) fn token(headers: &HeaderMap, client: Client) -> Option<String> {
    let jar = CookieJar::from_headers(headers);
    jar.get(name(client)).map(|cookie| cookie.value().to_owned())
}

/// The cookie that holds a token until the browser is closed.
pub(super) fn holding(token: String, client: Client) -> CookieJar {
    CookieJar::new().add(with_value(token, client))
}

/// What takes the cookie away.
pub(super) fn gone(headers: &HeaderMap, client: Client) -> CookieJar {
    CookieJar::from_headers(headers).remove(with_value(String::new(), client))
}

fn with_value(token: String, client: Client) -> Cookie<'static> {
    Cookie::build((name(client), token))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(client.is_over_tls)
        .build()
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use axum::http::header::{COOKIE, SET_COOKIE};
    use axum::response::IntoResponse;

    use super::*;

    fn said(jar: CookieJar) -> String {
        let response = (jar, ()).into_response();
        response.headers()[SET_COOKIE].to_str().unwrap().to_owned()
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

        let mut headers = HeaderMap::new();
        headers.insert(COOKIE, HeaderValue::from_static("donthu_phien=a; __Host-donthu_phien=b"));
        assert_eq!(token(&headers, over_tls).unwrap(), "b");
        assert_eq!(token(&headers, plain).unwrap(), "a");
        let taken = said(gone(&headers, over_tls));
        assert!(
            taken.starts_with("__Host-donthu_phien=; ") && taken.contains("Max-Age=0"),
            "{taken}"
        );
        assert!(taken.contains("; Secure") && taken.contains("Path=/"), "{taken}");
    }
}
