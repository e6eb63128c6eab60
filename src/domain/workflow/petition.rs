//! Handling of the paper: from the counter to its assignment, or to the paper that ends it.
//!
//! Owns [`Paper`], its steps, and what the desk proposes ([`Route`]) of what it finds ([`Classification`]). Order: received,
//! classified, proposed, agreed by the head of the desk, approved by the leader, then given to a unit or dispatched.
//! Invariant: a step past `Classified` has its classification, a step past `Proposed` its proposal.
//! Called by `workflow::decide` and `event::Handling::evolve`. Law: TT 05/2021 Đ.6; LTC 2018 Đ.24, 25; LKN Đ.11.

mod classification;
mod decide;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::grounds::{FilingReason, RefusalGround};
use crate::domain::document::{DocumentKind, IssuedDocument};
use crate::domain::id::{PetitionId, UnitId};
use crate::domain::petition::{AssignmentMode, closed_set};

pub use classification::{
    ActingThrough, BodyType, Classification, Competence, Relation, Round, SenderType,
};
pub(super) use decide::{check_refusal, decide};

closed_set! {
    /// Where the handling of the paper stands.
    PaperStep {
        /// Mới tiếp nhận.
        Received = "moi-tiep-nhan",
        /// Đã phân loại; also a proposal that was sent back.
        Classified = "da-phan-loai",
        /// Đã đề xuất: waits for the head of the desk.
        Proposed = "da-de-xuat",
        /// Chờ duyệt: waits for the leader.
        AwaitingApproval = "cho-duyet",
        /// Đã duyệt: its outgoing paper waits to be issued.
        Approved = "da-duyet",
        /// Đã giao: goes on as a case.
        Settling = "da-giao",
        /// Không thụ lý.
        Refused = "khong-thu-ly",
        /// Đã hướng dẫn.
        Guided = "da-huong-dan",
        /// Đã chuyển.
        Forwarded = "da-chuyen",
        /// Đã đôn đốc.
        Urged = "da-don-doc",
        /// Đã trả lại.
        Returned = "da-tra-lai",
        /// Lưu đơn.
        FiledAway = "luu-don",
        /// Đã tách.
        Split = "da-tach",
    }
}

/// Hướng xử lý with what each of them needs (axis K).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Route {
    /// Thụ lý giải quyết: given to a unit.
    Accept {
        /// The unit.
        unit: UnitId,
        /// On which of the two terms.
        mode: AssignmentMode,
        /// The day that the leader sets; `None` is the law's, or the law's less the setting.
        #[serde(with = "crate::domain::day::option")]
        due_on: Option<NaiveDate>,
    },
    /// Không thụ lý.
    Refuse {
        /// At least one.
        grounds: Vec<RefusalGround>,
    },
    /// Hướng dẫn to the competent body, or how to write one petition for each content.
    Guide {
        /// Which body.
        body: String,
    },
    /// Chuyển đơn.
    Forward {
        /// To which body.
        body: String,
    },
    /// Đôn đốc, yêu cầu báo cáo.
    Urge {
        /// Whom.
        body: String,
    },
    /// Trả lại đơn.
    Return {
        /// To which body.
        body: String,
        /// Why.
        reason: String,
    },
    /// Lưu đơn.
    FileAway {
        /// At least one.
        reasons: Vec<FilingReason>,
    },
}

impl Route {
    /// The paper that ends it, and the step that this leads to; `None` where approval alone ends the paper's handling.
    pub fn dispatch(&self) -> Option<(DocumentKind, PaperStep)> {
        match self {
            Self::Refuse { .. } => Some((DocumentKind::RefusalNotice, PaperStep::Refused)),
            Self::Guide { .. } => Some((DocumentKind::Guidance, PaperStep::Guided)),
            Self::Forward { .. } => Some((DocumentKind::Transfer, PaperStep::Forwarded)),
            Self::Urge { .. } => Some((DocumentKind::Urging, PaperStep::Urged)),
            Self::Return { .. } => Some((DocumentKind::ReturnLetter, PaperStep::Returned)),
            Self::Accept { .. } | Self::FileAway { .. } => None,
        }
    }
}

/// Phiếu đề xuất.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What to do.
    pub route: Route,
    /// The grounds in words, for the slip.
    pub note: Option<String>,
}

/// What people ask to do with the paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperCommand {
    /// Record the axes; again as long as nothing is proposed.
    Classify(Classification),
    /// Write the proposal slip.
    Propose(Proposal),
    /// The head of the desk agrees.
    Agree {
        /// A word to the leader.
        remark: Option<String>,
    },
    /// The head of the desk or the leader sends the slip back.
    SendBack {
        /// Why.
        remark: String,
    },
    /// The leader approves.
    Approve {
        /// Another proposal than the one on the slip.
        changed: Option<Proposal>,
        /// A word of direction (ý kiến chỉ đạo).
        remark: Option<String>,
    },
    /// Record the outgoing paper of what was approved.
    Dispatch(IssuedDocument),
    /// Let the contents go on as petitions of their own, registered already.
    Split {
        /// Those petitions, at least two.
        into: Vec<PetitionId>,
    },
}

/// What happened to the paper. Members are only ever appended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaperHappening {
    /// The desk recorded the axes.
    Classified(Classification),
    /// The slip was written.
    Proposed(Proposal),
    /// The head of the desk agreed.
    Agreed {
        /// A word to the leader.
        remark: Option<String>,
    },
    /// The slip came back.
    SentBack {
        /// Why.
        remark: String,
    },
    /// The leader approved this, which is the slip's proposal or the leader's own.
    Approved {
        /// What was approved.
        proposal: Proposal,
        /// Whether it differs from the slip.
        is_changed: bool,
        /// A word of direction.
        remark: Option<String>,
    },
    /// The outgoing paper was issued.
    Dispatched(IssuedDocument),
    /// Filed away for these reasons.
    FiledAway {
        /// At least one.
        reasons: Vec<FilingReason>,
    },
    /// Its contents go on as these petitions.
    Split {
        /// At least two.
        into: Vec<PetitionId>,
    },
}

/// The paper as its history has left it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Where it stands.
    pub step: PaperStep,
    /// Last legal day of a step.
    #[serde(with = "crate::domain::day::option")]
    pub moved_on: Option<NaiveDate>,
    /// What the desk found.
    pub classification: Option<Classification>,
    /// What is proposed, or was approved.
    pub proposal: Option<Proposal>,
    /// Why the slip came back, until it is written again.
    pub sent_back: Option<String>,
    /// When the leader approved: "đã xử lý" in the tables.
    #[serde(with = "crate::domain::day::option")]
    pub approved_on: Option<NaiveDate>,
    /// When it was assigned, dispatched or filed: the processing clock ends.
    #[serde(with = "crate::domain::day::option")]
    pub ended_on: Option<NaiveDate>,
    /// The outgoing paper.
    pub dispatch: Option<IssuedDocument>,
}

impl Default for Paper {
    fn default() -> Self {
        Self {
            step: PaperStep::Received,
            moved_on: None,
            classification: None,
            proposal: None,
            sent_back: None,
            approved_on: None,
            ended_on: None,
            dispatch: None,
        }
    }
}

impl Paper {
    /// The paper after its handling came to an end.
    #[must_use]
    pub fn ended(mut self, step: PaperStep, on: NaiveDate) -> Self {
        self.ended_on = self.ended_on.or(Some(on));
        self.moved(step, on)
    }

    /// The paper after one more happening.
    #[must_use]
    pub fn evolve(mut self, happening: &PaperHappening, on: NaiveDate) -> Self {
        match happening {
            PaperHappening::Classified(found) => {
                self.classification = Some(found.clone());
                self.moved(PaperStep::Classified, on)
            }
            PaperHappening::Proposed(proposal) => {
                self.proposal = Some(proposal.clone());
                self.sent_back = None;
                self.moved(PaperStep::Proposed, on)
            }
            PaperHappening::Agreed { .. } => self.moved(PaperStep::AwaitingApproval, on),
            PaperHappening::SentBack { remark } => {
                self.sent_back = Some(remark.clone());
                self.moved(PaperStep::Classified, on)
            }
            PaperHappening::Approved { proposal, .. } => {
                self.proposal = Some(proposal.clone());
                self.approved_on = Some(on);
                self.moved(PaperStep::Approved, on)
            }
            PaperHappening::Dispatched(document) => {
                let route = self.proposal.as_ref().map(|proposal| &proposal.route);
                let step = route.and_then(Route::dispatch).map_or(self.step, |(_, step)| step);
                self.dispatch = Some(document.clone());
                self.ended(step, on)
            }
            PaperHappening::FiledAway { .. } => self.ended(PaperStep::FiledAway, on),
            PaperHappening::Split { .. } => self.ended(PaperStep::Split, on),
        }
    }

    fn moved(mut self, step: PaperStep, on: NaiveDate) -> Self {
        self.step = step;
        self.moved_on = self.moved_on.max(Some(on));
        self
    }
}
