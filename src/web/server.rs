//! The listeners and their orderly end: pages over TLS or plain HTTP, and the door that leads from plain HTTP to TLS.
//!
//! What a connection may cost before a request is read from it is bounded here: how many there are, the time of a
//! handshake and of the headers, and their size.

use std::future::ready;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Extension};
use axum::middleware::AddExtension;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::RustlsAcceptor;
use axum_server::{Handle, Server};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tower::{Layer, Service, service_fn};

use super::edge::crowd::Crowd;
use super::edge::stay::Stay;
use super::edge::{self, Edge};
use super::tls::Tls;
use super::{redirect, routes};
use crate::app::App;

/// Requests under way at the end are given this long.
const DRAIN: Duration = Duration::from_secs(20);
/// A client that can't greet us within this time is not one of ours.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Longest time for the headers of a request, and longest rest of a connection between two requests.
const HEADERS: Duration = Duration::from_secs(30);
/// Longest headers of a request, in bytes, its address included.
const HEADER_BYTES: u32 = 64 << 10;
/// Requests at once on one connection of HTTP/2: a page and its files are five.
const STREAMS: u32 = 32;

/// Connections at once: two for each of a thousand people.
const CONNECTIONS_IN_ALL: usize = 2048;
/// Of one address, named proxies apart: as many as browsers of a whole town hall behind one gateway keep open.
const CONNECTIONS_OF_ONE: usize = 512;

/// Where to serve.
pub struct Doors {
    /// Where the pages are.
    pub pages: TcpListener,
    /// What they are encrypted with; without, they are served as they are.
    pub tls: Option<Arc<Tls>>,
    /// Where plain HTTP is led to TLS.
    pub from_plain: Option<TcpListener>,
}

/// Serves until SIGTERM or Ctrl-C, then lets the requests under way finish.
pub async fn serve(doors: Doors, app: Arc<App>, edge: Edge) -> io::Result<()> {
    let Doors { pages, tls, from_plain } = doors;
    let handle = Handle::new();
    let ending = handle.clone();
    tokio::spawn(async move {
        stop_asked().await;
        ending.graceful_shutdown(Some(DRAIN));
    });
    let port = pages.local_addr()?.port();
    let connections = Crowd::new(CONNECTIONS_IN_ALL, CONNECTIONS_OF_ONE);
    let proxies: Arc<[IpAddr]> = edge.proxies.clone().into();
    let behind = |routes| service_of(routes, Arc::clone(&connections), Arc::clone(&proxies));
    let all_pages = edge::around(routes::router(app), edge);
    let Some(tls) = tls else {
        return plain(pages, &handle).serve(behind(all_pages)).await;
    };
    tokio::spawn(Arc::clone(&tls).follow());
    let leading = async {
        let Some(listener) = from_plain else { return Ok(()) };
        let routes = redirect::router(Arc::clone(&tls), port);
        plain(listener, &handle).serve(behind(routes)).await
    };
    let acceptor = RustlsAcceptor::new(tls.config()).handshake_timeout(HANDSHAKE);
    let encrypted = Server::from_listener(pages).acceptor(acceptor.acceptor(NoDelayAcceptor));
    let encrypted = bounded(encrypted, &handle).serve(behind(all_pages));
    tokio::try_join!(encrypted, leading).map(|_| ())
}

fn plain(
    listener: TcpListener,
    handle: &Handle<SocketAddr>,
) -> Server<SocketAddr, NoDelayAcceptor> {
    let server = Server::from_listener(listener).acceptor(NoDelayAcceptor).http1_only();
    bounded(server, handle)
}

/// With the limits of a connection, and its end.
fn bounded<A>(server: Server<SocketAddr, A>, handle: &Handle<SocketAddr>) -> Server<SocketAddr, A> {
    let mut server = server
        .handle(handle.clone())
        .first_request_timeout(HEADERS)
        .accept_error_handler(|peer: Option<&SocketAddr>, error| {
            if let Some(peer) = peer {
                tracing::debug!(%peer, %error, "a connection was not accepted");
            } else {
                tracing::warn!(%error, "no connection could be accepted");
            }
        });
    let builder = server.http_builder();
    builder.http1().header_read_timeout(HEADERS).max_buf_size(HEADER_BYTES as usize);
    builder.http2().max_header_list_size(HEADER_BYTES).max_concurrent_streams(STREAMS);
    server
}

/// What answers one connection; its place goes with it.
type Answering = AddExtension<AddExtension<Router, ConnectInfo<SocketAddr>>, Arc<Stay>>;

/// Gives each connection a place and what answers it; one without a place is closed.
fn service_of(
    routes: Router,
    connections: Arc<Crowd>,
    proxies: Arc<[IpAddr]>,
) -> impl Service<SocketAddr, Response = Answering, Error = io::Error, Future: Send> {
    service_fn(move |peer: SocketAddr| {
        let address = Some(peer.ip().to_canonical()).filter(|from| !proxies.contains(from));
        let place = connections.enter(address).map(|place| {
            let service = Extension(ConnectInfo(peer)).layer(routes.clone());
            Extension(Stay::new(place)).layer(service)
        });
        ready(place.ok_or_else(|| io::Error::other("too many connections")))
    })
}

async fn stop_asked() {
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
