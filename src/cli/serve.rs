//! `donthu serve`: open, start the jobs, serve until told to stop, stop in order.

use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::failure::Failure;
use super::listening::Listening;
use crate::app::error::AppError;
use crate::app::{App, import, session, settings};
use crate::clock::Clock;
use crate::exit::Exit;
use crate::{jobs, telemetry, web};

/// Work on blocking threads is given this long at the end; what is cut off then was not acknowledged.
const LAST_WORK: Duration = Duration::from_secs(20);

pub(super) fn run(folder: &Path, listening: &Listening) -> Result<Exit, Failure> {
    telemetry::start();
    let app = Arc::new(App::open(folder, Clock::System)?);
    settings::seed(&app, None)?;
    serve(&app, listening, |address| announce(&app, address))
}

/// Serves an open data folder; `announce` is called with the address once it is bound.
pub(super) fn serve(
    app: &Arc<App>,
    listening: &Listening,
    announce: impl FnOnce(SocketAddr) -> Result<(), Failure>,
) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| AppError::Internal(error.to_string()))?;
    let listener =
        runtime.block_on(tokio::net::TcpListener::bind(listening.listen)).map_err(|error| {
            Failure::new(
                Exit::Failure,
                format!(
                    "không mở được địa chỉ {}: {error}. Chọn địa chỉ khác bằng --listen.",
                    listening.listen
                ),
            )
        })?;
    let address = listener.local_addr()?;
    let jobs = jobs::start(Arc::clone(app))?;
    let socket = super::listen(app);
    if let Err(error) = &socket {
        tracing::warn!(error = %error, "no control socket: commands wait until the server stops");
    }
    announce(address)?;
    let outcome = runtime.block_on(web::server::serve(listener, Arc::clone(app), listening.edge()));
    import::stop_all(app);
    drop(socket);
    jobs.stop();
    runtime.shutdown_timeout(LAST_WORK);
    outcome?;
    Ok(Exit::Success)
}

fn announce(app: &App, address: SocketAddr) -> Result<(), Failure> {
    let mut out = std::io::stdout();
    writeln!(out, "Đang phục vụ tại http://{address}")?;
    if let Some(key) = session::open_setup(app)? {
        writeln!(
            out,
            "Khởi tạo lần đầu (liên kết dùng một lần): http://{address}/khoi-tao?ma={key}"
        )?;
    }
    out.flush()?;
    Ok(())
}
