//! Who may make which move: roles and posts against the step, the mode and the unit of a petition.
//!
//! Owns the one answer, [`acting_as`]; whether the law allows the move is `decide`'s. The desk classifies and proposes, its
//! head agrees, the leader approves. "Thụ lý giải quyết" makes the head of the unit the one who decides; "kiểm tra,
//! tham mưu, đề xuất" keeps that with the leader, and the desk may record what the leader signed. Where a past ledger
//! does not tell the mode, either may. An officer of the unit acts on what was given to nobody or to that officer.
//! Called by `decide` and by the pages, which show the buttons that it allows. Law: LKN Đ.17–21; LTC 2018 Đ.12–13.

use serde::{Deserialize, Serialize};

use super::Move;
use super::petition::PaperStep;
use crate::domain::permission::{Actor, Post, Right, Role};
use crate::domain::petition::{AssignmentMode, Petition};

/// In which of their posts somebody acts, and on whose behalf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Capacity {
    /// The post.
    pub post: Post,
    /// The competent role whose decision the desk records; `None` where the person decides or does it themselves.
    pub on_behalf_of: Option<Role>,
}

/// In which capacity the actor may make this move here, whatever the law says of the move itself; `None` is not at all.
pub fn acting_as(actor: &Actor, made: Move, petition: &Petition) -> Option<Capacity> {
    let who = Who { actor, petition };
    match made {
        Move::Classify | Move::Propose | Move::Dispatch | Move::Split | Move::TakeFurther => {
            who.desk()
        }
        Move::SendBack if petition.paper.step == PaperStep::AwaitingApproval => {
            who.holder(Role::Leader)
        }
        Move::Agree | Move::SendBack => who.holder(Role::DeskHead),
        Move::Approve | Move::Reassign => who.holder(Role::Leader),
        Move::GiveToOfficer => who.of_unit(Role::UnitHead),
        Move::Accept
        | Move::Decline
        | Move::Discontinue
        | Move::RecordComplexity
        | Move::Suspend
        | Move::Reopen
        | Move::Resume
        | Move::Issue => who.recording_decisions(),
        Move::StartVerification
        | Move::HoldDialogue
        | Move::Withdraw
        | Move::RecordCourt
        | Move::RecordStep
        | Move::SendNotice
        | Move::Send
        | Move::Publish
        | Move::StartEnforcement
        | Move::RecordEnforcement
        | Move::Close => who.handling().or_else(|| who.recording_decisions()),
        Move::HandIn | Move::AskExtension => who.handling(),
        Move::ReturnDraft | Move::Extend | Move::DenyExtension => who.deciding(),
    }
}

/// Whether the actor may make this move here, whatever the law says of the move itself.
pub fn may(actor: &Actor, made: Move, petition: &Petition) -> bool {
    acting_as(actor, made, petition).is_some()
}

/// In which capacity somebody registers a petition.
pub fn registering_as(actor: &Actor) -> Option<Capacity> {
    Some(Capacity { post: actor.post_with(Right::Register)?, on_behalf_of: None })
}

/// In which capacity somebody opens a sealed identity: as the competent person, or in any post that reads.
pub fn opening_as(actor: &Actor, petition: &Petition) -> Option<Capacity> {
    let reading = || {
        let post = actor.post_with(Right::ReadPetitions)?;
        Some(Capacity { post, on_behalf_of: None })
    };
    deciding_as(actor, petition).or_else(reading)
}

/// In which capacity the actor is the person competent to settle this petition: the head of the unit that settles it,
/// the leader where a unit advises or nobody holds it yet; `None` where somebody else is.
pub fn deciding_as(actor: &Actor, petition: &Petition) -> Option<Capacity> {
    Who { actor, petition }.deciding()
}

/// The actor before this petition.
struct Who<'a> {
    actor: &'a Actor,
    petition: &'a Petition,
}

impl Who<'_> {
    fn post(&self, fits: impl Fn(&Post) -> bool) -> Option<Capacity> {
        let post = self.actor.posts.iter().copied().find(|post| fits(post))?;
        Some(Capacity { post, on_behalf_of: None })
    }

    fn holder(&self, role: Role) -> Option<Capacity> {
        self.post(|post| post.role == role)
    }

    fn desk(&self) -> Option<Capacity> {
        self.holder(Role::DeskOfficer).or_else(|| self.holder(Role::DeskHead))
    }

    /// Holds the role for the unit that holds the petition.
    fn of_unit(&self, role: Role) -> Option<Capacity> {
        let unit = self.petition.unit()?;
        self.post(|post| post.role == role && post.unit == Some(unit))
    }

    /// Works on it within the unit.
    fn handling(&self) -> Option<Capacity> {
        let officer = self.petition.case.as_ref().and_then(|case| case.officer);
        let is_mine = officer.is_none_or(|officer| officer == self.actor.account);
        let as_officer = || self.of_unit(Role::UnitOfficer).filter(|_| is_mine);
        as_officer().or_else(|| self.of_unit(Role::UnitHead))
    }

    /// Is the competent person: the head of the unit, or the leader, as the petition was given.
    fn deciding(&self) -> Option<Capacity> {
        match self.petition.assignment.as_ref().and_then(|given| given.mode) {
            Some(AssignmentMode::Settle) => self.of_unit(Role::UnitHead),
            Some(AssignmentMode::VerifyAndAdvise) => self.holder(Role::Leader),
            None => self.of_unit(Role::UnitHead).or_else(|| self.holder(Role::Leader)),
        }
    }

    /// Is the competent person, or the desk that records what the leader signed.
    fn recording_decisions(&self) -> Option<Capacity> {
        let is_leaders = match self.petition.assignment.as_ref().and_then(|given| given.mode) {
            Some(AssignmentMode::Settle) => false,
            Some(AssignmentMode::VerifyAndAdvise) | None => true,
        };
        let for_the_leader = || {
            let desk = self.desk().filter(|_| is_leaders)?;
            Some(Capacity { on_behalf_of: Some(Role::Leader), ..desk })
        };
        self.deciding().or_else(for_the_leader)
    }
}
