//! An answer that keeps its place until it is sent: a slow reader counts among those inside as long as it reads.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};

use super::crowd::Place;
use super::stay::Visit;

/// The body of an answer, and what it keeps.
pub(super) struct Held {
    body: Body,
    _place: Place,
    _visit: Option<Visit>,
}

impl Held {
    pub(super) fn until_sent(body: Body, place: Place, visit: Option<Visit>) -> Body {
        Body::new(Self { body, _place: place, _visit: visit })
    }
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
