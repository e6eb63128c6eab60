//! Layers around every route: headers that browsers enforce, limits, and one log line a request: ids and where from.

use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::Response;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};
use tower_http::csrf::CsrfLayer;
use tower_http::timeout::TimeoutLayer;

use super::client::Client;

/// Nothing is fetched from elsewhere, nothing runs inline, nobody frames us.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/// Longest time that a page may take; an upload has its own route and limit.
const TIMEOUT: Duration = Duration::from_mins(2);

/// Beginning of the types of office files, which are compressed already.
const COMPRESSED: &str = "application/vnd.openxmlformats";

/// Puts the layers around the routes, the innermost first.
pub(super) fn around(routes: Router) -> Router {
    let compressible = DefaultPredicate::new().and(NotForContentType::const_new(COMPRESSED));
    routes
        .layer(CsrfLayer::new())
        .layer(CompressionLayer::new().compress_when(compressible))
        .layer(middleware::from_fn(headers))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, TIMEOUT))
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            super::error::internal(&"panic while answering")
        }))
        .layer(middleware::from_fn(log))
}

async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
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
