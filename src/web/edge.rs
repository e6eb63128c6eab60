//! The outermost layer, between the socket and the routes: what depends on how this server is reached.
//!
//! Made once at the start from the command line and put around the router by [`server`](super::server).

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderValue;
use axum::http::header::STRICT_TRANSPORT_SECURITY;
use axum::middleware::{self, Next};
use axum::response::Response;

use super::client::Client;

/// A browser that has once come over TLS doesn't come without it for a year.
const ONLY_TLS: &str = "max-age=31536000";

/// How this server is reached.
#[derive(Debug, Clone, Default)]
pub struct Edge {
    /// Proxies whose word about the client is believed.
    pub proxies: Vec<IpAddr>,
    /// TLS ends here, not at a proxy.
    pub is_tls: bool,
}

/// Puts the edge around all routes.
pub fn around(routes: Router, edge: Edge) -> Router {
    routes.layer(middleware::from_fn_with_state(Arc::new(edge), identify))
}

/// Says who asks to everything within, and to the browser that the encrypted way is the only one.
async fn identify(State(edge): State<Arc<Edge>>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0);
    let client = Client::of(peer, edge.is_tls, request.headers(), &edge.proxies);
    request.extensions_mut().insert(client);
    let mut response = next.run(request).await;
    if client.is_over_tls {
        let value = HeaderValue::from_static(ONLY_TLS);
        response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, value);
    }
    response
}
