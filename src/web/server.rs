//! The listener and its orderly end.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::edge::{self, Edge};
use super::routes;
use crate::app::App;

/// Requests under way at the end are given this long.
const DRAIN: Duration = Duration::from_secs(20);

/// Serves until SIGTERM or Ctrl-C, then lets the requests under way finish.
pub async fn serve(listener: TcpListener, app: Arc<App>, edge: Edge) -> io::Result<()> {
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let pages = edge::around(routes::router(app), edge);
    let service = pages.into_make_service_with_connect_info::<SocketAddr>();
    let served = axum::serve(listener, service).with_graceful_shutdown(async {
        stop_asked().await;
        let _ = stopping.send(());
    });
    tokio::select! {
        outcome = async { served.await } => outcome,
        () = async {
            drop(stopped.await);
            tokio::time::sleep(DRAIN).await;
        } => Ok(()),
    }
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
