//! `/don.xlsx`: Excel of exactly the view in the address, sent while it is written.
//!
//! The browser shows it coming from the first moment, and leaving ends it. What fails on the way breaks the download
//! off: a half file never looks like a whole one.

use std::io::{self, BufWriter, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use tokio::io::{AsyncRead, AsyncWriteExt, DuplexStream, ReadBuf, duplex};
use tokio::runtime::Handle;
use tokio::time::timeout;
use tokio_util::io::ReaderStream;

use crate::app::sheet;
use crate::web::Shared;
use crate::web::error::PageResult;
use crate::web::extract::{Query, SignedIn};
use crate::web::form::blocking;
use crate::web::view::{ListQuery, view_address};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Bytes between the writer and the browser.
const BUFFER: usize = 256 << 10;
/// A browser that takes nothing for so long is gone.
const STALLED: Duration = Duration::from_mins(1);

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Query(query): Query<ListQuery>,
) -> PageResult {
    let (ids, day) = blocking(&app, move |app| {
        let (filter, sort) = (query.filter(), query.sort());
        // Made of the filter, not taken from the request: what else stands there was typed by anybody.
        let address = view_address("/don", &filter, sort, None);
        let ids = sheet::view(app, &actor, (&filter, sort), address)?;
        Ok((ids, app.clock.today()))
    })
    .await?;
    let (near, far) = duplex(BUFFER);
    let is_whole = Arc::new(AtomicBool::new(false));
    let download = Download { from: far, is_whole: Arc::clone(&is_whole) };
    let outgoing = Outgoing { to: near, runtime: Handle::current() };
    tokio::task::spawn_blocking(move || {
        let mut out = BufWriter::with_capacity(BUFFER, outgoing);
        match sheet::write(&app, &ids, &mut out) {
            Ok(()) => is_whole.store(true, Ordering::Release),
            Err(error) => tracing::warn!(error = %error, "a download of the list broke off"),
        }
        // The browser sees the end only now; what a failure left in the buffer is not sent.
        drop(out.into_parts());
    });
    let name = format!("attachment; filename=\"don-{}.xlsx\"", day.format("%Y%m%d"));
    let body = Body::from_stream(ReaderStream::with_capacity(download, BUFFER));
    let response: Response =
        ([(CONTENT_TYPE, XLSX.to_owned()), (CONTENT_DISPOSITION, name)], body).into_response();
    Ok(response)
}

/// The writer's end: blocks until the browser has taken what came before.
struct Outgoing {
    to: DuplexStream,
    runtime: Handle,
}

impl Write for Outgoing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sending = timeout(STALLED, self.to.write(bytes));
        self.runtime.block_on(sending).unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The browser's end: an end that is not the end of the whole file is an error.
struct Download {
    from: DuplexStream,
    is_whole: Arc<AtomicBool>,
}

impl AsyncRead for Download {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.from).poll_read(context, buffer))?;
        let has_ended = buffer.filled().len() == before;
        if has_ended && !self.is_whole.load(Ordering::Acquire) {
            return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
        }
        Poll::Ready(Ok(()))
    }
}
