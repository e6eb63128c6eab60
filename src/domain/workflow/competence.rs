//! Who may make which move: roles and posts against the step, the mode and the unit of a petition.
//!
//! Owns the one answer, [`may`]; whether the law allows the move is `decide`'s. The desk classifies and proposes, its
//! head agrees, the leader approves. "Thụ lý giải quyết" makes the head of the unit the one who decides; "kiểm tra,
//! tham mưu, đề xuất" keeps that with the leader, and the desk may record what the leader signed. Where a past ledger
//! does not tell the mode, either may. An officer of the unit acts on what was given to nobody or to that officer.
//! Called by `decide` and by the pages, which show the buttons that it allows. Law: LKN Đ.17–21; LTC 2018 Đ.12–13.

use super::Move;
use super::petition::PaperStep;
use crate::domain::permission::{Actor, Role};
use crate::domain::petition::{AssignmentMode, Petition};

/// Whether the actor may make this move here, whatever the law says of the move itself.
pub fn may(actor: &Actor, made: Move, petition: &Petition) -> bool {
    let who = Who { actor, petition };
    match made {
        Move::Classify | Move::Propose | Move::Dispatch | Move::Split | Move::TakeFurther => {
            who.is_desk()
        }
        Move::SendBack if petition.paper.step == PaperStep::AwaitingApproval => {
            who.is(Role::Leader)
        }
        Move::Agree | Move::SendBack => who.is(Role::DeskHead),
        Move::Approve | Move::Reassign => who.is(Role::Leader),
        Move::GiveToOfficer => who.is_of_unit(Role::UnitHead),
        Move::Accept
        | Move::Decline
        | Move::Discontinue
        | Move::RecordComplexity
        | Move::Suspend
        | Move::Resume
        | Move::Issue => who.records_decisions(),
        Move::StartVerification
        | Move::HoldDialogue
        | Move::Withdraw
        | Move::RecordCourt
        | Move::RecordStep
        | Move::Send
        | Move::Publish
        | Move::StartEnforcement
        | Move::RecordEnforcement
        | Move::Close => who.is_handling() || who.records_decisions(),
        Move::HandIn | Move::AskExtension => who.is_handling(),
        Move::ReturnDraft | Move::Extend | Move::DenyExtension => who.decides(),
    }
}

/// The actor before this petition.
struct Who<'a> {
    actor: &'a Actor,
    petition: &'a Petition,
}

impl Who<'_> {
    fn is(&self, role: Role) -> bool {
        self.actor.posts.iter().any(|post| post.role == role)
    }

    fn is_desk(&self) -> bool {
        self.is(Role::DeskOfficer) || self.is(Role::DeskHead)
    }

    /// Holds the role for the unit that holds the petition.
    fn is_of_unit(&self, role: Role) -> bool {
        let unit = self.petition.unit();
        unit.is_some() && self.actor.posts.iter().any(|post| post.role == role && post.unit == unit)
    }

    /// Works on it within the unit.
    fn is_handling(&self) -> bool {
        let officer = self.petition.case.as_ref().and_then(|case| case.officer);
        let is_mine = officer.is_none_or(|officer| officer == self.actor.account);
        self.is_of_unit(Role::UnitHead) || (self.is_of_unit(Role::UnitOfficer) && is_mine)
    }

    /// Is the competent person: the head of the unit, or the leader, as the petition was given.
    fn decides(&self) -> bool {
        match self.petition.assignment.as_ref().and_then(|given| given.mode) {
            Some(AssignmentMode::Settle) => self.is_of_unit(Role::UnitHead),
            Some(AssignmentMode::VerifyAndAdvise) => self.is(Role::Leader),
            None => self.is_of_unit(Role::UnitHead) || self.is(Role::Leader),
        }
    }

    /// Is the competent person, or the desk that records what the leader signed.
    fn records_decisions(&self) -> bool {
        let is_leaders = match self.petition.assignment.as_ref().and_then(|given| given.mode) {
            Some(AssignmentMode::Settle) => false,
            Some(AssignmentMode::VerifyAndAdvise) | None => true,
        };
        self.decides() || (is_leaders && self.is_desk())
    }
}
