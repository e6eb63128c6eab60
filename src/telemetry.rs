//! The log: one line an event on standard error, ids only, level from `DONTHU_LOG`.

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::time::ChronoLocal;

/// Starts the log.
pub fn start() {
    let filter = EnvFilter::try_from_env("DONTHU_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,donthu=info,tantivy=warn"));
    let started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_timer(ChronoLocal::rfc_3339())
        .with_writer(std::io::stderr)
        .try_init();
    // A second start in one process keeps the first log.
    drop(started);
}
