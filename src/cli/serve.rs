//! `donthu serve`: open, start the jobs, serve until told to stop, stop in order.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustix::process::{Resource, getrlimit, setrlimit};

use super::failure::Failure;
use super::listening::Listening;
use super::{Data, say, seal};
use crate::app::error::AppError;
use crate::app::{App, import, session, settings};
use crate::clock::Clock;
use crate::exit::Exit;
use crate::web::tls::Tls;
use crate::{jobs, label, telemetry, web};

/// Work on blocking threads is given this long at the end; what is cut off then was not acknowledged.
const LAST_WORK: Duration = Duration::from_secs(20);

pub(super) fn run(data: &Data, listening: &Listening) -> Result<Exit, Failure> {
    telemetry::start();
    let tls = listening.check()?;
    let app = Arc::new(App::open_with_key(&data.data, &data.key(), Clock::System)?);
    tell_of_seal(&app, &data.key());
    settings::seed(&app, None)?;
    serve(&app, (listening, tls), |address| announce(&app, address))
}

/// Says what is wrong with the key file: everything but what is sealed works without it.
fn tell_of_seal(app: &App, key: &Path) {
    if let Some(fault) = app.store.seal_fault() {
        say(&format!("CẢNH BÁO: {}", label::seal_fault(&fault)));
    }
    if seal::is_within(app.folder(), key) {
        say(
            "CẢNH BÁO: tệp khóa niêm phong nằm trong thư mục dữ liệu, bản sao lưu sẽ mang theo khóa.",
        );
    }
}

/// Serves an open data folder; `announce` is called with the address, as browsers write it, once it is bound.
pub(super) fn serve(
    app: &Arc<App>,
    (listening, tls): (&Listening, Option<Arc<Tls>>),
    announce: impl FnOnce(&str) -> Result<(), Failure>,
) -> Result<Exit, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| AppError::Internal(error.to_string()))?;
    allow_connections();
    let doors = runtime.block_on(listening.open(app, tls))?;
    let address = doors.pages.local_addr()?;
    let led = doors.from_plain.as_ref().map(tokio::net::TcpListener::local_addr).transpose()?;
    let jobs = jobs::start(Arc::clone(app))?;
    let socket = super::listen(app);
    if let Err(error) = &socket {
        tracing::warn!(error = %error, "no control socket: commands wait until the server stops");
    }
    announce(&format!("{}://{address}", listening.scheme()))?;
    if let Some(led) = led {
        writeln!(std::io::stdout(), "Người mở http://{led} được dẫn sang https")?;
    }
    let outcome = runtime.block_on(web::server::serve(doors, Arc::clone(app), listening.edge()));
    import::stop_all(app);
    drop(socket);
    jobs.stop();
    runtime.shutdown_timeout(LAST_WORK);
    outcome?;
    Ok(Exit::Success)
}

fn announce(app: &App, address: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout();
    writeln!(out, "Đang phục vụ tại {address}")?;
    if let Some(key) = session::open_setup(app)? {
        writeln!(out, "Khởi tạo lần đầu (liên kết dùng một lần): {address}/khoi-tao?ma={key}")?;
    }
    out.flush()?;
    Ok(())
}

/// A connection is an open file: of those as many are allowed as this process may allow itself.
fn allow_connections() {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    if let Err(error) = setrlimit(Resource::Nofile, limit) {
        tracing::warn!(error = %error, "the number of open files stays as it is");
    }
}
