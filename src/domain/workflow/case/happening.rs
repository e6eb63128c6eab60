//! The commands and the happenings of a case.
//!
//! Owns the two lists; happenings are stored, so members are only ever appended. A happening holds all that its step
//! adds, the day apart, which is the event's.
//! Called by `workflow::case`, by the store and by the pages that show the history.

use serde::{Deserialize, Serialize};

use super::super::grounds::{DiscontinuanceGround, RefusalGround};
use super::aside::{AsideCommand, NoticeOf};
use super::record::{Decision, Dialogue, Draft, Publication, Remedies, Withdrawal};
use super::result::ResultCommand;
use super::term::{TermCommand, TermHappening};
use crate::domain::document::IssuedDocument;
use crate::domain::id::{AccountId, PetitionId};
use crate::domain::petition::{Assignment, DocumentMention};

/// What people ask to do with a case.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is that of the happening it leads to")]
pub enum CaseCommand {
    /// The head of the unit gives it to an officer.
    GiveToOfficer { officer: AccountId },
    /// The leader gives it to another unit, or on other terms.
    Reassign { to: Assignment, reason: String },
    /// Thụ lý.
    Accept { document: IssuedDocument },
    /// Không thụ lý, found out after the assignment.
    Decline { grounds: Vec<RefusalGround>, document: IssuedDocument },
    /// Xác minh.
    StartVerification { document: Option<IssuedDocument> },
    /// Đối thoại.
    HoldDialogue(Dialogue),
    /// The unit hands its result in.
    HandIn(Draft),
    /// The one who decides gives it back.
    ReturnDraft { remark: String },
    /// What concerns the result.
    Result(ResultCommand),
    /// What changes the term.
    Term(TermCommand),
    /// Rút đơn.
    Withdraw(Withdrawal),
    /// Đình chỉ.
    Discontinue { ground: DiscontinuanceGround, document: IssuedDocument },
    /// Khiếu nại lần hai, tố cáo tiếp: by a petition that is registered already.
    TakeFurther { to: PetitionId },
    /// Khởi kiện: the court has taken the matter.
    RecordCourt { document: DocumentMention },
    /// A step in words.
    RecordStep { text: String, document: Option<DocumentMention> },
    /// What is done beside the steps.
    Aside(AsideCommand),
}

impl CaseCommand {
    /// Whether it only notes something and moves nothing.
    pub fn is_note(&self) -> bool {
        matches!(self, Self::RecordStep { .. } | Self::Aside(AsideCommand::SendNotice { .. }))
    }

    /// The document that the step issues.
    pub(in super::super) fn document_mut(&mut self) -> Option<&mut IssuedDocument> {
        match self {
            Self::Accept { document }
            | Self::Decline { document, .. }
            | Self::Discontinue { document, .. }
            | Self::Result(ResultCommand::StartEnforcement { document })
            | Self::Term(
                TermCommand::Extend { document, .. }
                | TermCommand::Suspend { document, .. }
                | TermCommand::Resume { document },
            ) => Some(document),
            Self::StartVerification { document } => document.as_mut(),
            Self::HoldDialogue(dialogue) => Some(&mut dialogue.minutes),
            Self::HandIn(draft) => draft.report.as_mut(),
            Self::Result(ResultCommand::Issue(decision)) => Some(&mut decision.document),
            Self::Term(TermCommand::RecordComplexity(found)) => found.document.as_mut(),
            Self::GiveToOfficer { .. }
            | Self::Reassign { .. }
            | Self::ReturnDraft { .. }
            | Self::Result(
                ResultCommand::Send { .. }
                | ResultCommand::Publish(_)
                | ResultCommand::RecordEnforcement(_)
                | ResultCommand::Close,
            )
            | Self::Term(TermCommand::AskExtension { .. } | TermCommand::DenyExtension { .. })
            | Self::Withdraw(_)
            | Self::TakeFurther { .. }
            | Self::RecordCourt { .. }
            | Self::RecordStep { .. }
            | Self::Aside(_) => None,
        }
    }
}

/// What happened to a case. Members are only ever appended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaseHappening {
    /// An officer of the unit has it.
    GivenToOfficer {
        /// Who.
        officer: AccountId,
    },
    /// Another unit has it, or the same on other terms.
    Reassigned {
        /// To whom, on what terms.
        to: Assignment,
        /// Why.
        reason: String,
    },
    /// Accepted: the file is open.
    Accepted {
        /// The notice or decision.
        document: IssuedDocument,
        /// The row that it is judged by.
        rule: Option<String>,
    },
    /// Not accepted.
    Declined {
        /// At least one.
        grounds: Vec<RefusalGround>,
        /// The notice.
        document: IssuedDocument,
    },
    /// Verification began.
    VerificationStarted {
        /// The decision on it.
        document: Option<IssuedDocument>,
    },
    /// The dialogue was held, or the complainant stayed away.
    DialogueHeld(Dialogue),
    /// Report and draft were handed in.
    HandedIn(Draft),
    /// They came back.
    DraftReturned {
        /// Why.
        remark: String,
    },
    /// The result was issued.
    Issued(Decision),
    /// It was sent.
    Sent {
        /// To whom.
        recipients: Vec<String>,
    },
    /// It was made public.
    Published(Publication),
    /// Its enforcement was assigned.
    EnforcementStarted {
        /// The assigning paper.
        document: IssuedDocument,
    },
    /// So much has been enforced, in all.
    EnforcementRecorded(Remedies),
    /// The file is closed.
    Closed,
    /// The term of settling changed, or was asked to.
    Term(TermHappening),
    /// The sender withdrew.
    Withdrawn(Withdrawal),
    /// Settling ended without a result.
    Discontinued {
        /// Why.
        ground: DiscontinuanceGround,
        /// The decision or notice.
        document: IssuedDocument,
    },
    /// It went to the second instance, or on to the superior.
    TakenFurther {
        /// By this petition.
        to: PetitionId,
    },
    /// A court took the matter.
    WentToCourt {
        /// The paper of the court.
        document: DocumentMention,
        /// Whether settling ends by it (LKN Đ.11(9)).
        ends_case: bool,
    },
    /// A step in words.
    StepRecorded {
        /// What was done.
        text: String,
        /// Its paper.
        document: Option<DocumentMention>,
    },
    /// A notice was sent to the parties.
    NoticeSent {
        /// What it told of.
        of: NoticeOf,
        /// To whom.
        recipients: Vec<String>,
    },
    /// What was withdrawn under pressure goes on.
    Reopened {
        /// What the pressure was, and how it came out.
        reason: String,
        /// The paper that says so.
        document: Option<DocumentMention>,
    },
}

impl CaseHappening {
    /// Whether it only notes something and moves nothing.
    pub fn is_note(&self) -> bool {
        matches!(self, Self::StepRecorded { .. } | Self::NoticeSent { .. })
    }
}
