//! Việc hôm nay: the queues of each role, as filters that count and that lists open.
//!
//! A queue is a [`Filter`]; its number and the rows behind it are made of the same one. Numbers are kept by reach and filter
//! until the next change, because every page shows some of them.

use std::collections::HashMap;
use std::sync::PoisonError;

use chrono::NaiveDate;

use super::App;
use super::error::AppError;
use crate::domain::listing::{DueFilter, Filter, StatusFilter, Today};
use crate::domain::permission::{Actor, Right, Role, Scope, require};
use crate::domain::petition::{AssignmentMode, Status, closed_set};
use crate::domain::workflow::Stage;
use crate::store::columns::Test;

closed_set! {
    /// A queue of the home page.
    Queue {
        /// Past the date.
        Overdue = "qua-han",
        /// Due soon.
        DueSoon = "sap-den-han",
        /// The desk classifies.
        ToClassify = "phan-loai",
        /// The desk writes the slip.
        ToPropose = "de-xuat",
        /// The head of the desk agrees.
        ToAgree = "dong-y",
        /// The leader approves.
        ToApprove = "duyet",
        /// The desk issues the outgoing paper.
        ToDispatch = "phat-hanh",
        /// The head of the unit accepts.
        ToAccept = "thu-ly",
        /// Given to this officer.
        Mine = "cua-toi",
        /// The competent person issues the result.
        ToIssue = "ban-hanh",
        /// The competent person answers a wish for more time.
        ExtensionAsked = "xin-gia-han",
        /// Results that wait to be sent and made public.
        ToPublish = "cong-khai",
        /// Cases that rest.
        Suspended = "tam-dinh-chi",
        /// Held by a unit.
        Assigned = "dang-giai-quyet",
        /// Received today.
        Today = "hom-nay",
        /// Everything.
        All = "tat-ca",
    }
}

impl Queue {
    /// Whose it is.
    fn is_of(self, role: Role) -> bool {
        let desk = || matches!(role, Role::DeskOfficer | Role::DeskHead);
        let unit = || role.is_of_a_unit();
        match self {
            Self::Overdue | Self::DueSoon | Self::All => {
                role.rights().contains(&Right::ReadPetitions)
            }
            Self::ToClassify | Self::ToPropose | Self::ToDispatch => desk(),
            Self::ToAgree => role == Role::DeskHead,
            Self::ToApprove => role == Role::Leader,
            Self::ToAccept => role == Role::UnitHead,
            Self::Mine => role == Role::UnitOfficer,
            Self::ToIssue | Self::ExtensionAsked => matches!(role, Role::Leader | Role::UnitHead),
            Self::ToPublish => desk() || unit(),
            Self::Suspended => role == Role::Inspector,
            Self::Assigned => {
                unit() || matches!(role, Role::Inspector | Role::DeskHead | Role::Leader)
            }
            Self::Today => role == Role::IntakeOfficer || desk(),
        }
    }

    /// What it counts for this person.
    fn filter(self, actor: &Actor, today: NaiveDate) -> Filter {
        let none = Filter::default();
        let at = |stage| Filter { stage: Some(stage), ..Filter::default() };
        // A leader decides what was given to advise on, the head of a unit what the unit settles.
        let is_leader = actor.posts.iter().any(|post| post.role == Role::Leader);
        let mode = if is_leader { AssignmentMode::VerifyAndAdvise } else { AssignmentMode::Settle };
        match self {
            Self::Overdue => Filter { due: Some(DueFilter::Overdue), ..Filter::open() },
            Self::DueSoon => Filter { due: Some(DueFilter::Soon), ..Filter::open() },
            Self::ToClassify => at(Stage::Received),
            Self::ToPropose => at(Stage::Classified),
            Self::ToAgree => at(Stage::Proposed),
            Self::ToApprove => at(Stage::AwaitingApproval),
            Self::ToDispatch => at(Stage::Approved),
            Self::ToAccept => at(Stage::Assigned),
            Self::Mine => Filter { officer: Some(actor.account), ..Filter::open() },
            Self::ToIssue => Filter { mode: Some(mode), ..at(Stage::Drafted) },
            Self::ExtensionAsked => {
                Filter { extension_asked_only: true, mode: Some(mode), ..Filter::open() }
            }
            Self::ToPublish => at(Stage::Issued),
            Self::Suspended => Filter { suspended_only: true, ..Filter::open() },
            Self::Assigned => Filter { status: Some(StatusFilter::One(Status::Assigned)), ..none },
            Self::Today => Filter { received_from: Some(today), received_to: Some(today), ..none },
            Self::All => none,
        }
    }
}

/// A queue with what it counts and how many that are.
#[derive(Debug, Clone)]
pub struct Counted {
    /// Which.
    pub queue: Queue,
    /// Its rows.
    pub filter: Filter,
    /// How many.
    pub count: u64,
}

/// Numbers since the last change, by reach and filter: nobody sees another's.
#[derive(Debug, Default)]
pub(super) struct Counts {
    seq: u64,
    today: Option<Today>,
    known: HashMap<(Scope, Filter), u64>,
}

/// The queues of this person, in the order of the page.
pub fn queues(app: &App, actor: &Actor) -> Result<Vec<Counted>, AppError> {
    require(actor, Right::ReadPetitions)?;
    let (scope, today) = (actor.scope(), app.today());
    // Columns change before the number of the last change does: counts made after reading it hold at least that much.
    let seq = app.store.last_seq();
    let mut counts = app.desk_counts.lock().unwrap_or_else(PoisonError::into_inner);
    if (counts.seq, counts.today) != (seq, Some(today)) {
        *counts = Counts { seq, today: Some(today), known: HashMap::new() };
    }
    let counted = |scope: &Scope, filter: &Filter| {
        app.store.columns().count(&Test::new(filter, scope, today))
    };
    let mine = Queue::ALL
        .iter()
        .copied()
        .filter(|queue| actor.posts.iter().any(|post| queue.is_of(post.role)));
    let queues = mine.map(|queue| {
        let filter = queue.filter(actor, today.date);
        let key = (scope.clone(), filter.clone());
        let known = counts.known.entry(key);
        let count = *known.or_insert_with_key(|(scope, filter)| counted(scope, filter));
        Counted { queue, filter, count }
    });
    Ok(queues.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_queue_is_somebodys_and_nobody_who_reads_nothing_has_one() {
        for queue in Queue::ALL {
            assert!(Role::ALL.iter().any(|role| queue.is_of(*role)), "{queue:?}");
            assert!(!queue.is_of(Role::Administrator), "{queue:?}");
        }
    }
}
