//! What a list shows and in which order: filters and sorting, shared by lists, counters and exports.
//!
//! A number on a page and the rows that it links to are made from the same [`Filter`].

use chrono::{Days, NaiveDate};

use super::id::UnitId;
use super::petition::{Field, Kind, Status, closed_set};

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
        /// Due within [`DUE_SOON_DAYS`] and still open.
        Soon = "sap-den-han",
        /// Open without a date.
        Undated = "chua-co-han",
    }
}

/// "Sắp đến hạn" looks this many calendar days ahead.
pub const DUE_SOON_DAYS: u64 = 7;

/// Which petitions a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    /// Kind.
    pub kind: Option<Kind>,
    /// State.
    pub status: Option<StatusFilter>,
    /// Unit that holds it.
    pub unit: Option<UnitId>,
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
    pub fn on(today: NaiveDate, status: Status, due_on: Option<NaiveDate>) -> Self {
        let Some(due_on) = due_on.filter(|_| status.is_open()) else { return Self::None };
        let left = (due_on - today).num_days();
        if left < 0 {
            Self::Overdue(-left)
        } else if due_on <= soon_until(today) {
            Self::Soon(left)
        } else {
            Self::Later(left)
        }
    }
}

/// The last day that counts as "soon".
pub fn soon_until(today: NaiveDate) -> NaiveDate {
    today.checked_add_days(Days::new(DUE_SOON_DAYS)).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_closed_petition_is_never_overdue() {
        let day = |d| NaiveDate::from_ymd_opt(2018, 4, d).unwrap();
        let on = |status, due| DueState::on(day(10), status, due);
        assert_eq!(on(Status::Assigned, Some(day(9))), DueState::Overdue(1));
        assert_eq!(on(Status::Assigned, Some(day(10))), DueState::Soon(0));
        assert_eq!(on(Status::Assigned, Some(day(17))), DueState::Soon(7));
        assert_eq!(on(Status::Assigned, Some(day(18))), DueState::Later(8));
        assert_eq!(on(Status::Resolved, Some(day(9))), DueState::None);
        assert_eq!(on(Status::Received, None), DueState::None);
    }
}
