//! The columns of all petitions in memory, 14 bytes a petition: lists, counts and queues are scans of them.
//!
//! Loaded at start from the covering table and changed right after each commit, before the next write begins, so
//! that they never show what is not committed. `verify` compares them with the table and the records.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::id::{AccountId, PetitionId, UnitId};
use crate::domain::listing::{DueFilter, Filter, Sort, SortColumn, StatusFilter, Today};
use crate::domain::permission::Scope;
use crate::domain::petition::{AssignmentMode, Field, Kind, LARGE_GROUP, Petition, Status};
use crate::domain::workflow::Stage;
use crate::domain::workflow::case::Case;

/// A date in two bytes: days after 1950-01-01, 0 for none. Reaches 2129.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Day(u16);

const DAY_BASE: NaiveDate = match NaiveDate::from_ymd_opt(1949, 12, 31) {
    Some(day) => day,
    None => unreachable!(),
};

impl Day {
    pub(super) fn of(date: NaiveDate) -> Self {
        let days = (date - DAY_BASE).num_days().clamp(1, i64::from(u16::MAX));
        Self(u16::try_from(days).unwrap_or(u16::MAX))
    }

    fn of_option(date: Option<NaiveDate>) -> Self {
        date.map_or(Self::default(), Self::of)
    }

    pub(super) fn number(self) -> u32 {
        u32::from(self.0)
    }
}

/// What lists and counts need of one petition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) received: Day,
    due: Day,
    /// Day of the closing document.
    closed: Day,
    /// 0 for none: unit ids start at 1.
    unit: u16,
    /// The officer within the unit; 0 for none, and for the accounts past the first 65,535.
    officer: u16,
    /// [`ABSENT`] where the number was used and its petition undone.
    kind: u8,
    field: u8,
    stage: u8,
    /// Low four bits: mode of assignment; high four: flags.
    mode_and_flags: u8,
}

const ABSENT: u8 = u8::MAX;
const NONE: u8 = u8::MAX;
const NO_MODE: u8 = 0x0f;
const FLAG_LARGE_GROUP: u8 = 0x10;
const FLAG_SEALED: u8 = 0x20;
const FLAG_SUSPENDED: u8 = 0x40;
const FLAG_EXTENSION_ASKED: u8 = 0x80;
/// Bytes of a row in the covering table: all but the day, which is in the key.
const ROW_BYTES: usize = 12;

impl Row {
    const GAP: Self = Self {
        received: Day(0),
        due: Day(0),
        closed: Day(0),
        unit: 0,
        officer: 0,
        kind: ABSENT,
        field: NONE,
        stage: NONE,
        mode_and_flags: NO_MODE,
    };

    /// The row of a petition: the one place that derives it.
    pub(super) fn of(petition: &Petition) -> Self {
        let mode = petition.assignment.as_ref().and_then(|a| a.mode);
        let mut mode_and_flags = mode.map_or(NO_MODE, AssignmentMode::index);
        if petition.facts.group_size >= LARGE_GROUP {
            mode_and_flags |= FLAG_LARGE_GROUP;
        }
        if petition.is_sealed() {
            mode_and_flags |= FLAG_SEALED;
        }
        let case = petition.case.as_ref();
        if case.is_some_and(Case::is_suspended) {
            mode_and_flags |= FLAG_SUSPENDED;
        }
        if case.is_some_and(|case| case.extension_asked.is_some()) {
            mode_and_flags |= FLAG_EXTENSION_ASKED;
        }
        Self {
            received: Day::of(petition.facts.received_on),
            due: Day::of_option(petition.due_on),
            closed: Day::of_option(petition.outcome.as_ref().and_then(|o| o.document.dated)),
            unit: petition.unit().map_or(0, |unit| unit.0),
            officer: case.and_then(|case| case.officer).map_or(0, officer_number),
            kind: petition.kind().index(),
            field: petition.field().map_or(NONE, Field::index),
            stage: petition.stage().index(),
            mode_and_flags,
        }
    }

    pub(super) fn to_bytes(self) -> [u8; ROW_BYTES] {
        let [d0, d1] = self.due.0.to_be_bytes();
        let [c0, c1] = self.closed.0.to_be_bytes();
        let [u0, u1] = self.unit.to_be_bytes();
        let [o0, o1] = self.officer.to_be_bytes();
        let small = [self.kind, self.field, self.stage, self.mode_and_flags];
        let [kind, field, stage, mode_and_flags] = small;
        [d0, d1, c0, c1, u0, u1, o0, o1, kind, field, stage, mode_and_flags]
    }

    pub(super) fn from_bytes(day: u32, bytes: &[u8]) -> Option<Self> {
        let &[d0, d1, c0, c1, u0, u1, o0, o1, kind, field, stage, mode_and_flags] =
            <&[u8; ROW_BYTES]>::try_from(bytes).ok()?;
        Some(Self {
            received: Day(u16::try_from(day).ok()?),
            due: Day(u16::from_be_bytes([d0, d1])),
            closed: Day(u16::from_be_bytes([c0, c1])),
            unit: u16::from_be_bytes([u0, u1]),
            officer: u16::from_be_bytes([o0, o1]),
            kind,
            field,
            stage,
            mode_and_flags,
        })
    }

    fn status(&self) -> Option<Status> {
        Stage::from_index(self.stage).map(Stage::status)
    }

    fn unit(&self) -> Option<UnitId> {
        (self.unit != 0).then_some(UnitId(self.unit))
    }
}

/// All rows, by year and number.
#[derive(Debug, Default, Clone)]
pub struct Columns {
    /// Shared: a writer copies the one year that it changes if somebody still reads it.
    years: BTreeMap<u16, Arc<Vec<Row>>>,
}

/// The same rows: a number that was used and undone is a gap until the next start, and nothing after it.
impl PartialEq for Columns {
    fn eq(&self, other: &Self) -> bool {
        self.all().eq(other.all())
    }
}

impl Columns {
    pub(super) fn put(&mut self, id: PetitionId, row: Row) {
        let Some(at) = position(id) else { return };
        let rows = Arc::make_mut(self.years.entry(id.year).or_default());
        if rows.len() <= at {
            rows.resize(at + 1, Row::GAP);
        }
        rows[at] = row;
    }

    pub(super) fn remove(&mut self, id: PetitionId) {
        self.put(id, Row::GAP);
    }

    pub(super) fn row(&self, id: PetitionId) -> Option<Row> {
        let row = *self.years.get(&id.year)?.get(position(id)?)?;
        (row.kind != ABSENT).then_some(row)
    }

    fn all(&self) -> impl DoubleEndedIterator<Item = (PetitionId, &Row)> {
        self.years.iter().flat_map(|(year, rows)| {
            rows.iter().enumerate().filter(|(_, row)| row.kind != ABSENT).map(|(at, row)| {
                let serial = u32::try_from(at + 1).unwrap_or(u32::MAX);
                (PetitionId { year: *year, serial }, row)
            })
        })
    }

    /// Numbers given, undone ones included.
    pub fn len(&self) -> u64 {
        self.years.values().map(|rows| rows.len() as u64).sum()
    }

    /// Whether no number was given yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Petitions that pass, in the order of their numbers.
    pub fn matching<'a>(
        &'a self,
        test: &'a Test,
    ) -> impl DoubleEndedIterator<Item = PetitionId> + 'a {
        self.all().filter(|(_, row)| test.passes(row)).map(|(id, _)| id)
    }

    /// Whether one petition passes.
    pub fn passes(&self, id: PetitionId, test: &Test) -> bool {
        self.row(id).is_some_and(|row| test.passes(&row))
    }

    /// How many petitions pass.
    pub fn count(&self, test: &Test) -> u64 {
        self.years
            .values()
            .map(|rows| {
                rows.iter().filter(|row| row.kind != ABSENT && test.passes(row)).count() as u64
            })
            .sum()
    }

    /// How many of these petitions have each kind, unit, state and year.
    pub fn facets(&self, ids: impl Iterator<Item = PetitionId>, test: &Test) -> Facets {
        let mut facets = Facets::default();
        for id in ids {
            let Some(row) = self.row(id).filter(|row| test.passes(row)) else { continue };
            facets.total += 1;
            if let Some(kind) = Kind::from_index(row.kind) {
                *facets.kinds.entry(kind).or_default() += 1;
            }
            if let Some(status) = row.status() {
                *facets.statuses.entry(status).or_default() += 1;
            }
            if let Some(unit) = row.unit() {
                *facets.units.entry(unit).or_default() += 1;
            }
            *facets.years.entry(id.year).or_default() += 1;
        }
        facets
    }

    /// One page in the order of a column that these rows hold, and how many pass in all.
    ///
    /// `unit_places` gives each unit's place in the order of names, by its number. `None` for the text columns, which
    /// these rows do not hold.
    pub fn page(
        &self,
        test: &Test,
        (sort, unit_places): (Sort, &[u16]),
        after: Option<PetitionId>,
        limit: usize,
    ) -> Option<Page> {
        let key = in_order(sort, unit_places)?;
        let cursor = after.map(|id| (self.row(id).map_or(0, |row| key(&row)), id));
        let mut best = Best { sort, cursor, limit, total: 0, heap: BinaryHeap::new() };
        let passing = self.all().filter(|(_, row)| test.passes(row));
        // In the direction of the order most rows come too late to enter the page, and cost one comparison.
        if sort.is_descending {
            passing.rev().for_each(|(id, row)| best.offer((key(row), id)));
        } else {
            passing.for_each(|(id, row)| best.offer((key(row), id)));
        }
        Some(best.into_page())
    }
}

/// The first rows of a page, kept while all rows are looked at.
struct Best {
    sort: Sort,
    cursor: Option<(u16, PetitionId)>,
    limit: usize,
    total: u64,
    heap: BinaryHeap<Ranked>,
}

impl Best {
    fn offer(&mut self, key: (u16, PetitionId)) {
        self.total += 1;
        let ranked = Ranked { key, is_descending: self.sort.is_descending };
        if self.cursor.is_some_and(|cursor| ranked.order(cursor) != Ordering::Greater) {
            return;
        }
        // One more than the page holds says whether there is a next one.
        if self.heap.len() <= self.limit {
            self.heap.push(ranked);
        } else if let Some(mut last) = self.heap.peek_mut()
            && ranked < *last
        {
            *last = ranked;
        }
    }

    fn into_page(self) -> Page {
        let ranked = self.heap.into_sorted_vec();
        let mut ids: Vec<PetitionId> = ranked.into_iter().map(|ranked| ranked.key.1).collect();
        let has_more = ids.len() > self.limit;
        ids.truncate(self.limit);
        Page { ids, total: self.total, has_more }
    }
}

/// One page of a list.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// The rows, in order.
    pub ids: Vec<PetitionId>,
    /// How many pass in all.
    pub total: u64,
    /// Whether a next page exists.
    pub has_more: bool,
}

/// Counts of a set of petitions along the axes that pages filter by.
#[derive(Debug, Default)]
pub struct Facets {
    /// All of them.
    pub total: u64,
    /// By kind.
    pub kinds: BTreeMap<Kind, u64>,
    /// By state.
    pub statuses: BTreeMap<Status, u64>,
    /// By unit.
    pub units: BTreeMap<UnitId, u64>,
    /// By year of the book.
    pub years: BTreeMap<u16, u64>,
}

/// A filter and a reader's scope, made ready for a scan.
#[derive(Debug)]
pub struct Test {
    kind: Option<u8>,
    field: Option<u8>,
    /// Bit per stage.
    stages: u32,
    unit: Option<u16>,
    officer: Option<u16>,
    mode: Option<u8>,
    scope: Option<Vec<u16>>,
    received: (Day, Day),
    due: Option<(Day, Day)>,
    flags: u8,
}

impl Test {
    /// What passes `filter` within `scope`, as of `today`.
    pub fn new(filter: &Filter, scope: &Scope, today: Today) -> Self {
        let stages_that = |pass: &dyn Fn(Stage) -> bool| -> u32 {
            let passing = Stage::ALL.iter().filter(|stage| pass(**stage));
            passing.fold(0, |bits, stage| bits | 1 << stage.index())
        };
        let mut stages = stages_that(&|stage| {
            filter.stage.is_none_or(|one| one == stage)
                && filter.status.is_none_or(|one: StatusFilter| one.passes(stage.status()))
        });
        let due = filter.due.map(|due| {
            stages &= stages_that(&Stage::is_open);
            match due {
                DueFilter::Overdue => (Day(1), Day(Day::of(today.date).0 - 1)),
                DueFilter::Soon => (Day::of(today.date), Day::of(today.soon_until)),
                DueFilter::Undated => (Day(0), Day(0)),
            }
        });
        Self {
            kind: filter.kind.map(Kind::index),
            field: filter.field.map(Field::index),
            stages,
            unit: filter.unit.map(|unit| unit.0),
            officer: filter.officer.map(officer_number),
            mode: filter.mode.map(AssignmentMode::index),
            scope: match scope {
                Scope::Office => None,
                Scope::Units(units) => Some(units.iter().map(|unit| unit.0).collect()),
            },
            received: (
                filter.received_from.map_or(Day(0), Day::of),
                filter.received_to.map_or(Day(u16::MAX), Day::of),
            ),
            due,
            flags: [
                (filter.large_groups_only, FLAG_LARGE_GROUP),
                (filter.suspended_only, FLAG_SUSPENDED),
                (filter.extension_asked_only, FLAG_EXTENSION_ASKED),
            ]
            .into_iter()
            .fold(0, |flags, (is_asked, flag)| if is_asked { flags | flag } else { flags }),
        }
    }

    fn passes(&self, row: &Row) -> bool {
        (self.received.0..=self.received.1).contains(&row.received)
            && self.stages & (1 << row.stage.min(31)) != 0
            && self.kind.is_none_or(|kind| kind == row.kind)
            && self.unit.is_none_or(|unit| unit == row.unit)
            && self.field.is_none_or(|field| field == row.field)
            && self.due.is_none_or(|(from, to)| (from..=to).contains(&row.due))
            && self.officer.is_none_or(|officer| officer == row.officer)
            && self.mode.is_none_or(|mode| mode == row.mode_and_flags & NO_MODE)
            && row.mode_and_flags & self.flags == self.flags
            && self.scope.as_ref().is_none_or(|units| row.unit != 0 && units.contains(&row.unit))
    }
}

/// A row's place in the order of a page; the greatest of a heap is the one that falls off.
#[derive(PartialEq, Eq)]
struct Ranked {
    key: (u16, PetitionId),
    is_descending: bool,
}

impl Ranked {
    fn order(&self, other: (u16, PetitionId)) -> Ordering {
        let ascending = self.key.cmp(&other);
        if self.is_descending { ascending.reverse() } else { ascending }
    }
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order(other.key)
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Gives a row's place in the order of a column.
type SortKey<'a> = Box<dyn Fn(&Row) -> u16 + 'a>;

/// The sort key of a column that rows hold; `None` for the text columns.
///
/// Rows without a unit or a due date come last in both directions.
fn in_order(sort: Sort, unit_places: &[u16]) -> Option<SortKey<'_>> {
    let last = if sort.is_descending { 0 } else { u16::MAX };
    match sort.column {
        SortColumn::Number => Some(Box::new(|_| 0)),
        SortColumn::Received => Some(Box::new(|row| row.received.0)),
        SortColumn::Kind => Some(Box::new(|row| u16::from(row.kind))),
        SortColumn::Unit => Some(Box::new(move |row| match row.unit {
            0 => last,
            unit => unit_places.get(usize::from(unit)).copied().unwrap_or(unit),
        })),
        SortColumn::Due => Some(Box::new(move |row| match row.due.0 {
            0 => last,
            due => due,
        })),
        SortColumn::Status => Some(Box::new(|row| u16::from(row.stage))),
        SortColumn::Sender | SortColumn::Content => None,
    }
}

fn officer_number(account: AccountId) -> u16 {
    u16::try_from(account.0).unwrap_or_default()
}

fn position(id: PetitionId) -> Option<usize> {
    usize::try_from(id.serial).ok()?.checked_sub(1)
}
