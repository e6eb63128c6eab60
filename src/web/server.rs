//! The listener and its orderly end.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::routes;
use crate::app::App;

/// Requests under way at the end are given this long.
const DRAIN: Duration = Duration::from_secs(20);

/// Serves until SIGTERM or Ctrl-C, then lets the requests under way finish.
pub async fn serve(listener: TcpListener, app: Arc<App>) -> io::Result<()> {
    let (stopping, stopped) = tokio::sync::oneshot::channel::<()>();
    let served = axum::serve(listener, routes::router(app)).with_graceful_shutdown(async {
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
