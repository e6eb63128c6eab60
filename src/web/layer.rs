//! Layers around every route: headers that browsers enforce, limits, and one log line a request: ids and where from.

use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, HttpBody};
use axum::extract::{MatchedPath, Request};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, Method};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::timeout::{DeadlineBody, TimeoutBody};

use super::client::Client;
use super::error::TurnedAway;

/// Nothing is fetched from elsewhere, nothing runs inline, nobody frames us.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// What browsers could do besides, and need not for our pages; no other site's page shares a process with ours.
const MORE: [(&str, &str); 3] = [
    (
        "permissions-policy",
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Longest silence while something is being sent to us.
const SILENCE: Duration = Duration::from_secs(20);

/// How long a request may take: to be sent to us, and in all.
#[derive(Clone, Copy)]
struct Times {
    sending: Duration,
    in_all: Duration,
}

/// A form of 1 MB comes in a second over the slowest line that the pages are usable on.
const FORM: Times = Times { sending: Duration::from_mins(1), in_all: Duration::from_mins(2) };
/// 64 MB over 1 Mbit/s take nine minutes.
const FILE: Times = Times { sending: Duration::from_mins(15), in_all: Duration::from_mins(17) };

/// Beginning of the types of office files, which are compressed already.
const COMPRESSED: &str = "application/vnd.openxmlformats";

/// Puts the layers around the routes, the innermost first.
pub(super) fn around(routes: Router) -> Router {
    let compressible = DefaultPredicate::new().and(NotForContentType::const_new(COMPRESSED));
    routes
        .layer(
            CsrfLayer::new().with_rejection_response(|_: ProtectionError| {
                TurnedAway::OtherSite.into_response()
            }),
        )
        .layer(CompressionLayer::new().compress_when(compressible))
        .layer(middleware::from_fn(in_time))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            super::error::internal(&"panic while answering")
        }))
        .layer(middleware::from_fn(async |request, next: Next| {
            with_headers(next.run(request).await)
        }))
        .layer(middleware::from_fn(log))
}

/// Ends what is sent too slowly, and what takes too long to answer.
async fn in_time(request: Request, next: Next) -> Response {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let is_file = kind.is_some_and(|kind| kind.starts_with("multipart/"));
    let Times { sending, in_all } = if is_file { FILE } else { FORM };
    let request = request.map(|body| timed(body, sending));
    let answer = tokio::time::timeout(in_all, next.run(request)).await;
    answer.unwrap_or_else(|_| TurnedAway::TookTooLong.into_response())
}

/// Most requests bring nothing, and need no clock for it.
fn timed(body: Body, sending: Duration) -> Body {
    if body.is_end_stream() {
        return body;
    }
    Body::new(TimeoutBody::new(SILENCE, DeadlineBody::new(sending, body)))
}

/// With the headers that browsers enforce.
pub(super) fn with_headers(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    for (name, value) in MORE {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// The route's pattern, never the address itself: a search word may be a name.
async fn log(client: Client, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method: Method = request.method().clone();
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "(none)".to_owned(), |path| path.as_str().to_owned());
    let response = next.run(request).await;
    let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
    let status = response.status().as_u16();
    let client = client.address.map(tracing::field::display);
    tracing::info!(%method, route, status, duration_ms, client, "request");
    response
}
