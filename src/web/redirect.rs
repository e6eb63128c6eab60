//! The door for plain HTTP beside one for TLS: it leads to the same page over TLS, and does nothing else.
//!
//! Whither it leads is what the certificate says, never what the request says alone: nobody is sent to a stranger's host.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{Method, Uri};
use axum::response::{IntoResponse, Redirect, Response};

use super::error::TurnedAway;
use super::tls::Tls;

/// The port that an address of HTTPS need not name.
const USUAL_PORT: u16 = 443;

/// All of this door; `port` is where TLS is spoken.
pub(super) fn router(tls: Arc<Tls>, port: u16) -> Router {
    Router::new().fallback(async move |request: Request| lead(&tls, port, &request))
}

fn lead(tls: &Tls, port: u16, request: &Request) -> Response {
    let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let host = host.parse::<Authority>().map_or_else(|_| String::new(), |it| it.host().to_owned());
    // What was sent with a form has already passed in the clear: sending it once more would hide that.
    let is_page = matches!(*request.method(), Method::GET | Method::HEAD);
    let Some(name) = tls.name_for(&host).filter(|_| is_page) else {
        return TurnedAway::OtherHost.into_response();
    };
    Redirect::permanent(&over_tls(&name, port, request.uri())).into_response()
}

fn over_tls(name: &str, port: u16, asked: &Uri) -> String {
    let path = asked.path_and_query().map_or("/", |path| path.as_str());
    let path = if path.starts_with('/') { path } else { "/" };
    if port == USUAL_PORT {
        format!("https://{name}{path}")
    } else {
        format!("https://{name}:{port}{path}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_stays_the_same() {
        for (port, asked, target) in [
            (443, "/don?loai=KN&trang=2", "https://donthu.vn/don?loai=KN&trang=2"),
            (8443, "/", "https://donthu.vn:8443/"),
            (443, "http://khac.vn/don", "https://donthu.vn/don"),
            (443, "*", "https://donthu.vn/"),
        ] {
            assert_eq!(over_tls("donthu.vn", port, &asked.parse().unwrap()), target, "{asked}");
        }
    }
}
