//! Reading the journal: pages, newest first, and what its closing minutes say.
//!
//! An entry has ids only. What a history says beside it is shown where the reader may read the petition, so that an
//! administrator, who reads none, sees none of it here. Called by the pages of `/quan-tri/nhat-ky` and the console.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::write_pending;
use crate::app::App;
use crate::app::error::AppError;
use crate::app::identity;
use crate::domain::event::Event;
use crate::domain::id::PetitionId;
use crate::domain::journal::kind::ActKind;
use crate::domain::journal::link::Head;
use crate::domain::journal::{Act, Numbered, Who};
use crate::domain::permission::{Actor, Right, require};
use crate::store::Snapshot;

/// Entries of a page.
const PAGE_ENTRIES: usize = 50;
/// Most entries that one page looks at: a rare one further back is found on the next.
const LOOKED_AT_MAX: u64 = 100_000;
/// Entries told a little later than they happened stand so many days behind their place, at most.
const LATE_DAYS: Days = Days::new(1);

/// What is asked of the journal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Who did it, or to whose account it was done.
    pub who: Option<Who>,
    /// What kind.
    pub kind: Option<ActKind>,
    /// Of which petition.
    pub petition: Option<PetitionId>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

/// A page.
#[derive(Debug)]
pub struct Page {
    /// Entries, newest first.
    pub lines: Vec<Line>,
    /// Where the next page begins; `None` at the end.
    pub next: Option<u64>,
    /// Whether the page ends before it is full because it has looked at enough.
    pub is_tired: bool,
    /// The head of the chain.
    pub head: Option<Head>,
}

/// An entry with what the reader may see beside it.
#[derive(Debug)]
pub struct Line {
    /// The entry.
    pub numbered: Numbered,
    /// The petition that the reader may open.
    pub petition: Option<PetitionId>,
    /// What happened to it, as its history says.
    pub events: Vec<Event>,
}

/// A page of the entries that pass, from the number `before` on downwards.
///
/// # Errors
/// [`AppError::Forbidden`] without [`Right::ReadJournal`].
pub fn page(
    app: &App,
    actor: &Actor,
    filter: &Filter,
    before: Option<u64>,
) -> Result<Page, AppError> {
    require(actor, Right::ReadJournal)?;
    show_pending(app);
    let snapshot = app.store.read()?;
    let head = snapshot.journal_head()?;
    let newest = head.map_or(0, |head| head.number);
    let start = match filter.to.and_then(|to| to.checked_add_days(LATE_DAYS)) {
        Some(to) => newest_by(&snapshot, newest, to)?,
        None => newest,
    };
    let start = before.map_or(start, |before| start.min(before.saturating_sub(1)));
    let (mut found, mut looked_at, mut last) = (Vec::new(), 0, None);
    let earliest = filter.from.and_then(|from| from.checked_sub_days(LATE_DAYS));
    snapshot.journal_back(start, |numbered| {
        let day = numbered.entry.at.date_naive();
        if earliest.is_some_and(|earliest| day < earliest) {
            last = None;
            return false;
        }
        looked_at += 1;
        last = Some(numbered.number).filter(|number| *number > 1);
        if filter.passes(&numbered) {
            found.push(numbered);
        }
        found.len() < PAGE_ENTRIES && looked_at < LOOKED_AT_MAX
    })?;
    let is_tired = found.len() < PAGE_ENTRIES && last.is_some();
    let lines = found.into_iter().map(|numbered| line(&snapshot, actor, numbered));
    Ok(Page { lines: lines.collect::<Result<_, _>>()?, next: last, is_tired, head })
}

/// The minutes of a period, to be signed.
#[derive(Debug)]
pub struct Closing {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The last entry of the period, with its link; `None` where there is none.
    pub last: Option<Numbered>,
    /// Number of its first entry.
    pub first: u64,
    /// How many entries of each kind.
    pub counts: Vec<(ActKind, u64)>,
}

/// What the minutes of a period say.
///
/// # Errors
/// [`AppError::Forbidden`] without [`Right::ReadJournal`].
pub fn closing(
    app: &App,
    actor: &Actor,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Closing, AppError> {
    require(actor, Right::ReadJournal)?;
    show_pending(app);
    let snapshot = app.store.read()?;
    let newest = snapshot.journal_head()?.map_or(0, |head| head.number);
    let late = to.checked_add_days(LATE_DAYS).unwrap_or(to);
    let start = newest_by(&snapshot, newest, late)?;
    let earliest = from.checked_sub_days(LATE_DAYS).unwrap_or(from);
    let (mut last, mut first) = (None, 0);
    let mut counts: BTreeMap<ActKind, u64> = BTreeMap::new();
    snapshot.journal_back(start, |numbered| {
        let day = numbered.entry.at.date_naive();
        if (from..=to).contains(&day) {
            *counts.entry(numbered.entry.act.kind()).or_default() += 1;
            first = numbered.number;
            last.get_or_insert(numbered);
        }
        day >= earliest
    })?;
    Ok(Closing { from, to, last, first, counts: counts.into_iter().collect() })
}

/// The last entry, for the console.
pub fn newest(app: &App) -> Result<Option<Numbered>, AppError> {
    show_pending(app);
    let snapshot = app.store.read()?;
    match snapshot.journal_head()? {
        Some(head) => Ok(snapshot.journal_entry(head.number)?),
        None => Ok(None),
    }
}

/// Those of the signed heads that are no link of the chain any more.
pub fn broken_heads(app: &App, signed: Vec<Head>) -> Result<Vec<Head>, AppError> {
    let snapshot = app.store.read()?;
    let mut broken = Vec::new();
    for head in signed {
        if !snapshot.holds(head)? {
            broken.push(head);
        }
    }
    Ok(broken)
}

/// Whoever looks sees what was refused just now; on a full disk, as far as the journal was written.
fn show_pending(app: &App) {
    if let Err(error) = write_pending(app) {
        tracing::warn!(error = %error, "the journal is shown without the refusals of now");
    }
}

impl Filter {
    fn passes(&self, numbered: &Numbered) -> bool {
        let (entry, day) = (&numbered.entry, numbered.entry.at.date_naive());
        self.who.is_none_or(|who| entry.concerns(who))
            && self.kind.is_none_or(|kind| entry.act.kind() == kind)
            && self.petition.is_none_or(|id| entry.act.is_about(id))
            && self.from.is_none_or(|from| day >= from)
            && self.to.is_none_or(|to| day <= to)
    }
}

/// Number of the newest entry that is not of a later day: entries stand nearly in the order of their days.
fn newest_by(snapshot: &Snapshot, newest: u64, day: NaiveDate) -> Result<u64, AppError> {
    let (mut low, mut high) = (0, newest);
    while low < high {
        let middle = high - (high - low) / 2;
        let entry = snapshot.journal_entry(middle)?;
        if entry.is_some_and(|entry| entry.entry.at.date_naive() > day) {
            high = middle - 1;
        } else {
            low = middle;
        }
    }
    Ok(low)
}

fn line(snapshot: &Snapshot, actor: &Actor, numbered: Numbered) -> Result<Line, AppError> {
    let Some(id) = numbered.entry.act.petition() else {
        return Ok(Line { numbered, petition: None, events: Vec::new() });
    };
    let petition = snapshot.petition(id)?.filter(|petition| actor.may_read(petition));
    let mut events = Vec::new();
    if let (Act::Petition(growth), Some(petition)) = (&numbered.entry.act, &petition) {
        let first = growth.first.saturating_sub(1) as usize;
        let history = identity::told(actor, petition, snapshot.history(id)?).into_iter();
        events.extend(history.skip(first).take(growth.kinds.len()));
    }
    Ok(Line { numbered, petition: petition.map(|petition| petition.id), events })
}
