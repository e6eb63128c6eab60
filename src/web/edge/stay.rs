//! How long a connection may stay: one that asks nothing more, or whose answer nobody reads, makes room for others.
//!
//! Made for each connection by [`server`](crate::web::server); a request, until its answer is sent, is a [`Visit`].
//! HTTP/1 ends idle connections by itself (the time of the headers), HTTP/2 would keep them for ever.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum_server::ConnectionShutdown;

use super::crowd::Place;

/// A connection that asks nothing for so long is told to end.
const IDLE: Duration = Duration::from_mins(2);
/// One that was told and stays all the same is cut after this: what was sent to it is not being read.
const GRACE: Duration = Duration::from_mins(1);
/// A connection on which no request begins or ends for so long is cut; the longest upload takes less.
const STUCK: Duration = Duration::from_mins(20);
/// How often connections are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(20);

/// One connection, as long as it lasts.
#[derive(Debug)]
pub(in crate::web) struct Stay {
    _place: Place,
    is_watched: AtomicBool,
    under_way: Mutex<UnderWay>,
}

#[derive(Debug)]
struct UnderWay {
    requests: usize,
    /// When one of them began or ended last.
    since: Instant,
}

/// What is to become of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Stays,
    IsToEnd,
    IsCut,
}

impl Stay {
    pub(in crate::web) fn new(place: Place) -> Arc<Self> {
        let under_way = UnderWay { requests: 0, since: Instant::now() };
        let is_watched = AtomicBool::new(false);
        Arc::new(Self { _place: place, is_watched, under_way: Mutex::new(under_way) })
    }

    /// A request begins. The first one sets the watch.
    pub(super) fn visit(self: &Arc<Self>, connection: Option<&ConnectionShutdown>) -> Visit {
        self.change(|requests| requests + 1);
        if let Some(connection) = connection
            && !self.is_watched.swap(true, Ordering::Relaxed)
        {
            tokio::spawn(watch(Arc::downgrade(self), connection.clone()));
        }
        Visit { stay: Arc::clone(self) }
    }

    fn change(&self, counted: impl FnOnce(usize) -> usize) {
        let mut under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        under_way.requests = counted(under_way.requests);
        under_way.since = Instant::now();
    }

    fn verdict(&self, now: Instant) -> Verdict {
        let under_way = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let quiet = now.saturating_duration_since(under_way.since);
        match under_way.requests {
            0 if quiet > IDLE + GRACE => Verdict::IsCut,
            0 if quiet > IDLE => Verdict::IsToEnd,
            0 => Verdict::Stays,
            _ if quiet > STUCK => Verdict::IsCut,
            _ => Verdict::Stays,
        }
    }
}

/// A request under way.
#[derive(Debug)]
pub(super) struct Visit {
    stay: Arc<Stay>,
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.stay.change(|requests| requests.saturating_sub(1));
    }
}

/// Ends with the connection.
async fn watch(stay: std::sync::Weak<Stay>, connection: ConnectionShutdown) {
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let Some(stay) = stay.upgrade() else { return };
        match stay.verdict(Instant::now()) {
            Verdict::Stays => {}
            Verdict::IsToEnd => connection.graceful_shutdown(),
            Verdict::IsCut => return connection.shutdown(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::crowd::Crowd;
    use super::*;

    #[test]
    fn who_asks_nothing_ends_and_who_reads_nothing_is_cut() {
        let stay = Stay::new(Crowd::new(1, 1).enter(None).unwrap());
        let after = |seconds| stay.verdict(Instant::now() + Duration::from_secs(seconds));
        assert_eq!(
            [after(110), after(150), after(190)],
            [Verdict::Stays, Verdict::IsToEnd, Verdict::IsCut]
        );
        let upload = stay.visit(None);
        assert_eq!(
            [after(190), after(1_100), after(1_210)],
            [Verdict::Stays, Verdict::Stays, Verdict::IsCut]
        );
        let page = stay.visit(None);
        drop(upload);
        assert_eq!(after(190), Verdict::Stays, "one is still under way");
        drop(page);
        assert_eq!([after(110), after(190)], [Verdict::Stays, Verdict::IsCut]);
    }
}
