//! The buttons of a petition's page: the step that comes next, the other usual ones, and the rare ones folded away.
//!
//! What is possible was decided by the workflow; this only says what a person looks for first. Called by `show`.

use crate::domain::petition::Petition;
use crate::domain::workflow::{Move, Stage};
use crate::label;

/// Buttons, as addresses' codes and words.
#[derive(Default)]
pub(super) struct Buttons {
    /// The usual ones; the first is the step that comes next where `has_next` says so.
    pub(super) usual: Vec<(&'static str, &'static str)>,
    pub(super) has_next: bool,
    pub(super) rare: Vec<(&'static str, &'static str)>,
}

/// Steps that carry a petition on: whichever of these is possible is what comes next, the first before the others.
const ONWARD: [Move; 18] = [
    Move::Split,
    Move::Resume,
    Move::Extend,
    Move::Classify,
    Move::Propose,
    Move::Agree,
    Move::Approve,
    Move::Dispatch,
    Move::Accept,
    Move::GiveToOfficer,
    Move::StartVerification,
    Move::HandIn,
    Move::Issue,
    Move::Send,
    Move::Publish,
    Move::RecordEnforcement,
    Move::Close,
    Move::RecordStep,
];

/// The moves that this person may make now, as buttons.
pub(super) fn of(petition: &Petition, offered: &[Move]) -> Buttons {
    let button = |made: &Move| (made.code(), label::made(*made));
    let (usual, rare): (Vec<Move>, Vec<Move>) =
        offered.iter().copied().partition(|made| is_usual(*made, petition));
    let onward: Vec<Move> = ONWARD.into_iter().filter(|made| usual.contains(made)).collect();
    let others = usual.iter().filter(|made| !onward.contains(made));
    Buttons {
        has_next: onward.first().is_some_and(|made| *made != Move::RecordStep),
        usual: onward.iter().chain(others).map(button).collect(),
        rare: rare.iter().map(button).collect(),
    }
}

/// Whether it is what one does with a petition that stands here, and not what happens to few of them.
fn is_usual(made: Move, petition: &Petition) -> bool {
    let case = petition.case.as_ref();
    match made {
        Move::Classify => petition.stage() == Stage::Received,
        Move::Split => {
            let found = petition.paper.classification.as_ref();
            found.is_some_and(|found| found.has_several_contents)
        }
        Move::GiveToOfficer => {
            petition.stage() == Stage::Accepted && case.is_some_and(|case| case.officer.is_none())
        }
        Move::HandIn => petition.stage() != Stage::Accepted && petition.stage() != Stage::Assigned,
        Move::Extend | Move::DenyExtension => {
            case.is_some_and(|case| case.extension_asked.is_some())
        }
        Move::Send => case.is_some_and(|case| case.sent_on.is_none()),
        Move::Publish => case.is_some_and(|case| case.published_on.is_none()),
        Move::Propose
        | Move::Agree
        | Move::SendBack
        | Move::Approve
        | Move::Dispatch
        | Move::Accept
        | Move::StartVerification
        | Move::HoldDialogue
        | Move::ReturnDraft
        | Move::Issue
        | Move::Resume
        | Move::RecordEnforcement
        | Move::Close
        | Move::AskExtension
        | Move::StartEnforcement
        | Move::SendNotice
        | Move::RecordStep => true,
        Move::Reassign
        | Move::Decline
        | Move::RecordComplexity
        | Move::Suspend
        | Move::Withdraw
        | Move::Discontinue
        | Move::TakeFurther
        | Move::RecordCourt
        | Move::Reopen => false,
    }
}
