//! The outermost layer, between the socket and the routes: who asks, how many at once, how often, over what.
//!
//! Made once at the start from the command line and put around the router by [`server`](super::server). What it refuses
//! never reaches a handler. How often one guesses wrong is the business of `app`: here only requests are counted.

pub(super) mod crowd;
mod held;
mod pace;
pub(super) mod stay;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{RETRY_AFTER, STRICT_TRANSPORT_SECURITY};
use axum::http::{HeaderValue, Method};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum_server::ConnectionShutdown;

use super::client::Client;
use super::error::TurnedAway;
use super::{cookie, layer, resend};
use crowd::Crowd;
use held::Held;
use pace::Pace;
use stay::Stay;

/// A browser that has once come over TLS doesn't come without it for a year.
const ONLY_TLS: &str = "max-age=31536000";

/// Requests under way at once. A page takes some 10 ms, so five hundred people who click every five seconds are one or two;
/// this many is an upload each, or an attack. 512 is also what the threads that may block are bounded to.
const REQUESTS_IN_ALL: usize = 512;
/// Of one address: all forty units may come out of one gateway of the city's network.
const REQUESTS_OF_ONE: usize = 128;
/// What to wait where all places are taken, in seconds.
const BUSY_SECONDS: &str = "5";

/// Addresses, and what lies below them, that take a form without a session.
const DOORS: [&str; 2] = ["/dang-nhap", "/khoi-tao"];
/// A unit's people sign in at once in the morning behind one address, some of them twice.
const KNOCKS_AT_ONCE: u32 = 60;
/// After that: a thousand people are in within twenty minutes, a guesser gets no further than the lock-out lets them.
const KNOCK_EVERY: Duration = Duration::from_secs(1);
/// Browsers that say that somebody has signed in with them before (whether it is true `app` asks): a neighbour behind the same
/// gateway who knocks without end must not close the door to them.
const KNOWN_AT_ONCE: u32 = 300;
/// After that, still fewer passwords a second than the server can compare.
const KNOWN_EVERY: Duration = Duration::from_millis(100);

/// How this server is reached.
#[derive(Debug, Clone, Default)]
pub struct Edge {
    /// Proxies whose word about the client is believed.
    pub proxies: Vec<IpAddr>,
    /// TLS ends here, not at a proxy.
    pub is_tls: bool,
}

struct Guard {
    edge: Edge,
    requests: Arc<Crowd>,
    knocks: Pace,
    knocks_of_known: Pace,
}

/// Puts the edge around all routes.
pub fn around(routes: Router, edge: Edge) -> Router {
    let guard = Guard {
        edge,
        requests: Crowd::new(REQUESTS_IN_ALL, REQUESTS_OF_ONE),
        knocks: Pace::new(KNOCKS_AT_ONCE, KNOCK_EVERY),
        knocks_of_known: Pace::new(KNOWN_AT_ONCE, KNOWN_EVERY),
    };
    routes.layer(middleware::from_fn_with_state(Arc::new(guard), pass))
}

/// Says who asks to everything within, and to the browser that the encrypted way is the only one.
async fn pass(State(guard): State<Arc<Guard>>, mut request: Request, next: Next) -> Response {
    let edge = &guard.edge;
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0);
    let client = Client::of(peer, edge.is_tls, request.headers(), &edge.proxies);
    request.extensions_mut().insert(client);
    let stay = request.extensions().get::<Arc<Stay>>();
    let visit = stay.map(|stay| stay.visit(request.extensions().get::<ConnectionShutdown>()));
    let mut response = match guard.admit(client, request).await {
        Ok((request, place)) => {
            next.run(request).await.map(|body| Held::until_sent(body, place, visit))
        }
        Err(refusal) => layer::with_headers(refusal),
    };
    if client.is_over_tls {
        let value = HeaderValue::from_static(ONLY_TLS);
        response.headers_mut().insert(STRICT_TRANSPORT_SECURITY, value);
    }
    response
}

impl Guard {
    /// Gives the request a place, or answers it here.
    async fn admit(
        &self,
        client: Client,
        request: Request,
    ) -> Result<(Request, crowd::Place), Response> {
        let Some(place) = self.requests.enter(client.address) else {
            tracing::warn!(
                client = client.address.map(tracing::field::display),
                "too many at once"
            );
            let mut response = TurnedAway::TooMany.into_response();
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(BUSY_SECONDS));
            return Err(response);
        };
        if request.method() == Method::POST && is_door(request.uri().path()) {
            let from = client.address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
            let is_known = cookie::mark(request.headers(), client).is_some();
            let knocks = if is_known { &self.knocks_of_known } else { &self.knocks };
            if let Err(wait) = knocks.knock(from, Instant::now()) {
                tracing::warn!(client = %from, "too many forms without a session");
                return Err(resend::too_often(wait, request).await);
            }
        }
        Ok((request, place))
    }
}

fn is_door(path: &str) -> bool {
    DOORS.iter().any(|door| {
        path.strip_prefix(door).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}
