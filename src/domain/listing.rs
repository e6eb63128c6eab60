//! What a list shows and in which order: filters and sorting, shared by lists, counters and exports.
//!
//! A number on a page and the rows that it links to are made from the same [`Filter`].

use chrono::NaiveDate;

use super::calendar::Calendar;
use super::id::{AccountId, UnitId};
use super::petition::{AssignmentMode, Field, Kind, Status, closed_set};
use super::workflow::Stage;

closed_set! {
    /// Groups of states that lists offer beside the single ones.
    StatusGroup {
        /// Somebody still has to act.
        Open = "chua-xong",
        /// Nobody has to act any more.
        Closed = "da-xong",
    }
}

/// Which states pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusFilter {
    /// One state.
    One(Status),
    /// A group of states.
    Group(StatusGroup),
}

closed_set! {
    /// How the due date stands on a day. Closed petitions are in none of these.
    DueFilter {
        /// Past its date and still open.
        Overdue = "qua-han",
        /// Due within [`SOON_WORKING_DAYS`] and still open.
        Soon = "sap-den-han",
        /// Open without a date.
        Undated = "chua-co-han",
    }
}

/// "Sắp đến hạn" looks this many working days ahead.
pub const SOON_WORKING_DAYS: u32 = 3;

/// Today at the office, and how far "soon" reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Today {
    /// The day.
    pub date: NaiveDate,
    /// The last day that counts as soon.
    pub soon_until: NaiveDate,
}

impl Today {
    /// A day by the office's calendar.
    pub fn new(date: NaiveDate, calendar: &Calendar) -> Self {
        Self { date, soon_until: calendar.advance(date, SOON_WORKING_DAYS).unwrap_or(date) }
    }
}

/// Which petitions a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Kind.
    pub kind: Option<Kind>,
    /// State.
    pub status: Option<StatusFilter>,
    /// Where on its way it stands, more finely than by its state.
    pub stage: Option<Stage>,
    /// Unit that holds it.
    pub unit: Option<UnitId>,
    /// Officer within the unit.
    pub officer: Option<AccountId>,
    /// On which of the two terms it was given.
    pub mode: Option<AssignmentMode>,
    /// Field.
    pub field: Option<Field>,
    /// First day of receipt.
    pub received_from: Option<NaiveDate>,
    /// Last day of receipt.
    pub received_to: Option<NaiveDate>,
    /// How the due date stands.
    pub due: Option<DueFilter>,
    /// Five people or more.
    pub large_groups_only: bool,
    /// Those that rest.
    pub suspended_only: bool,
    /// Those for which the unit asks for more time.
    pub extension_asked_only: bool,
}

closed_set! {
    /// The columns that sort.
    SortColumn {
        /// Number in the book.
        Number = "so",
        /// Day of receipt.
        Received = "nhan",
        /// Sender, by given name as a Vietnamese list is ordered.
        Sender = "nguoi-gui",
        /// Content.
        Content = "noi-dung",
        /// Kind.
        Kind = "loai",
        /// Unit that holds it.
        Unit = "dang-o",
        /// Due date.
        Due = "han",
        /// State.
        Status = "trang-thai",
    }
}

/// Order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sort {
    /// By what.
    pub column: SortColumn,
    /// Greatest first.
    pub is_descending: bool,
}

impl Default for Sort {
    fn default() -> Self {
        Self { column: SortColumn::Number, is_descending: true }
    }
}

impl Filter {
    /// All for which somebody still has to act.
    pub fn open() -> Self {
        Self { status: Some(StatusFilter::Group(StatusGroup::Open)), ..Self::default() }
    }
}

impl StatusFilter {
    /// Whether a state passes.
    pub fn passes(self, status: Status) -> bool {
        match self {
            Self::One(one) => one == status,
            Self::Group(StatusGroup::Open) => status.is_open(),
            Self::Group(StatusGroup::Closed) => !status.is_open(),
        }
    }
}

/// How the due date of an open petition stands on a day; derived, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DueState {
    /// Nothing is owed: closed, or no date was set.
    None,
    /// This many days past the date.
    Overdue(i64),
    /// This many days left, soon.
    Soon(i64),
    /// This many days left.
    Later(i64),
}

impl DueState {
    /// The state on `today` of a petition with this status and date.
    pub fn on(today: Today, status: Status, due_on: Option<NaiveDate>) -> Self {
        let Some(due_on) = due_on.filter(|_| status.is_open()) else { return Self::None };
        let left = (due_on - today.date).num_days();
        if left < 0 {
            Self::Overdue(-left)
        } else if due_on <= today.soon_until {
            Self::Soon(left)
        } else {
            Self::Later(left)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn soon_is_counted_in_working_days() {
        let book = toml::from_str(include_str!("../../assets/seed/holidays.toml")).unwrap();
        let calendar = Calendar::new(&book).unwrap();
        let soon = |day: &str| Today::new(day.parse().unwrap(), &calendar).soon_until.to_string();
        assert_eq!(soon("2018-04-12"), "2018-04-17", "over a weekend");
        assert_eq!(soon("2018-02-13"), "2018-02-23", "over Tết");
    }

    #[test]
    fn a_closed_petition_is_never_overdue() {
        let day = |d| NaiveDate::from_ymd_opt(2018, 4, d).unwrap();
        let today = Today { date: day(10), soon_until: day(13) };
        let on = |status, due| DueState::on(today, status, due);
        assert_eq!(on(Status::Assigned, Some(day(9))), DueState::Overdue(1));
        assert_eq!(on(Status::Assigned, Some(day(10))), DueState::Soon(0));
        assert_eq!(on(Status::Assigned, Some(day(13))), DueState::Soon(3));
        assert_eq!(on(Status::Assigned, Some(day(14))), DueState::Later(4));
        assert_eq!(on(Status::Resolved, Some(day(9))), DueState::None);
        assert_eq!(on(Status::Received, None), DueState::None);
    }
}
