//! What is written to the journal a little later: refusals, counted by the minute, and what a full disk did not take.
//!
//! A refusal costs no write at its time: nobody fills the disk or slows the office down by being refused, and a name that
//! exists is refused as fast as one that does not. However many addresses somebody has, one writing holds no more than
//! [`REFUSALS_MAX`] entries. Written by `jobs` every minute and at the end, and before the journal is shown; a kill loses
//! the refusals of the last minute.

use std::collections::BTreeMap;
use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, FixedOffset};

use crate::app::App;
use crate::app::error::AppError;
use crate::domain::id::{AccountId, PetitionId};
use crate::domain::journal::{Act, ClientPlace, Denial, Entry, Who};

/// Most entries of refusals in one writing: what is beyond goes into one entry for each person, without the place.
const REFUSALS_MAX: usize = 60;
/// Most entries that wait for room on the disk.
const WAITING_MAX: usize = 4096;

/// What waits to be written.
#[derive(Default)]
pub struct Pending(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    refusals: BTreeMap<Refusal, Times>,
    entries: Vec<Entry>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Refusal {
    who: Who,
    from: Option<ClientPlace>,
    what: Refused,
}

/// What was refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refused {
    /// Sign-in, to this account; `None` where there is none of the name.
    SignIn(Option<AccountId>),
    /// A page or a step, of this petition where it is one's.
    Access(Denial, Option<PetitionId>),
}

struct Times {
    first: DateTime<FixedOffset>,
    count: u32,
}

impl Pending {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts a refusal.
    fn refused(&self, refusal: Refusal, at: DateTime<FixedOffset>, count: u32) {
        let refusals = &mut self.lock().refusals;
        let is_known = refusals.contains_key(&refusal);
        let key = if is_known || refusals.len() < REFUSALS_MAX { refusal } else { refusal.rough() };
        let times = refusals.entry(key).or_insert(Times { first: at, count: 0 });
        times.first = times.first.min(at);
        times.count = times.count.saturating_add(count);
    }

    /// Keeps an entry that a full disk did not take.
    fn put_off(&self, entry: Entry) {
        let entries = &mut self.lock().entries;
        if entries.len() < WAITING_MAX {
            entries.push(entry);
        } else {
            tracing::error!(
                "the disk is full and the journal has no room to wait: an entry is lost"
            );
        }
    }
}

impl Refusal {
    /// The same, told less exactly: there are only so many of these.
    fn rough(self) -> Self {
        let what = match self.what {
            Refused::SignIn(_) => Refused::SignIn(None),
            Refused::Access(..) => Refused::Access(Denial::Many, None),
        };
        Self { who: self.who, from: None, what }
    }

    fn entry(&self, times: &Times) -> Entry {
        let act = match &self.what {
            Refused::SignIn(account) => {
                Act::SignInRefused { account: *account, times: times.count }
            }
            Refused::Access(what, petition) => {
                Act::Refused { what: what.clone(), petition: *petition, times: times.count }
            }
        };
        Entry::new(times.first, self.who, self.from.clone(), act)
    }
}

impl App {
    /// Counts a refusal, to be written within a minute.
    pub fn note_refusal(&self, who: Who, from: Option<ClientPlace>, what: Refused) {
        self.pending.refused(Refusal { who, from, what }, self.clock.now(), 1);
    }

    /// Keeps an entry that a full disk did not take until there is room.
    pub(in crate::app) fn put_off(&self, entry: Entry) {
        self.pending.put_off(entry);
    }
}

/// Writes what waits. What can't be written goes on waiting.
///
/// # Errors
/// Failures of the store, a full disk among them.
pub fn write_pending(app: &App) -> Result<(), AppError> {
    let Waiting { refusals, entries } = mem::take(&mut *app.pending.lock());
    if refusals.is_empty() && entries.is_empty() {
        return Ok(());
    }
    let written = app.store.write(|tx| {
        entries.iter().try_for_each(|entry| tx.journal(entry))?;
        let mut refusals = refusals.iter();
        refusals.try_for_each(|(refusal, times)| tx.journal(&refusal.entry(times)))
    });
    if written.is_err() {
        for entry in entries {
            app.put_off(entry);
        }
        for (refusal, times) in refusals {
            app.pending.refused(refusal, times.first, times.count);
        }
    }
    Ok(written?)
}
