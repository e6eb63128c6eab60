//! The two state tables: which move is possible in which step, for which kind and instance.
//!
//! Owns [`Move`], the commands without their contents, and the steps of each. A move that the table allows may still be
//! refused for what it says; one that it does not allow never happens. While a case rests, or was withdrawn as a whole,
//! only what does not settle it is possible.
//! Called by `decide`, and by the pages through [`offered`]: the buttons that this person may press now.
//! Law: TT 05/2021 Đ.6; LKN Đ.27–44; LTC 2018 Đ.28–40.

use super::case::{AsideCommand, CaseCommand, CaseStep, ResultCommand, TermCommand};
use super::petition::{PaperCommand, PaperStep};
use super::{Command, may};
use crate::domain::permission::Actor;
use crate::domain::petition::{Kind, Petition, closed_set};
use crate::domain::rulebook::Instance;

use CaseStep::{
    Accepted, Assigned, Closed, Dialogue, Discontinued, Drafted, Enforcing, Issued, Published,
    Verifying,
};

closed_set! {
    /// A command without its contents.
    Move {
        /// Phân loại.
        Classify = "phan-loai",
        /// Đề xuất.
        Propose = "de-xuat",
        /// Tách đơn.
        Split = "tach-don",
        /// Lãnh đạo ban đồng ý.
        Agree = "dong-y",
        /// Trả lại phiếu.
        SendBack = "tra-phieu",
        /// Duyệt.
        Approve = "duyet",
        /// Phát hành văn bản đi.
        Dispatch = "phat-hanh",
        /// Giao chuyên viên.
        GiveToOfficer = "giao-chuyen-vien",
        /// Giao lại đơn vị khác.
        Reassign = "giao-lai",
        /// Thụ lý.
        Accept = "thu-ly",
        /// Không thụ lý.
        Decline = "khong-thu-ly",
        /// Xác minh.
        StartVerification = "xac-minh",
        /// Đối thoại.
        HoldDialogue = "doi-thoai",
        /// Trình kết quả.
        HandIn = "trinh-ket-qua",
        /// Trả lại dự thảo.
        ReturnDraft = "tra-du-thao",
        /// Ban hành.
        Issue = "ban-hanh",
        /// Gửi.
        Send = "gui",
        /// Công khai.
        Publish = "cong-khai",
        /// Giao thi hành.
        StartEnforcement = "giao-thi-hanh",
        /// Ghi kết quả thi hành.
        RecordEnforcement = "ket-qua-thi-hanh",
        /// Kết thúc hồ sơ.
        Close = "ket-thuc",
        /// Ghi nhận phức tạp.
        RecordComplexity = "phuc-tap",
        /// Xin gia hạn.
        AskExtension = "xin-gia-han",
        /// Gia hạn.
        Extend = "gia-han",
        /// Không cho gia hạn.
        DenyExtension = "khong-gia-han",
        /// Tạm đình chỉ.
        Suspend = "tam-dinh-chi",
        /// Tiếp tục.
        Resume = "tiep-tuc",
        /// Rút đơn.
        Withdraw = "rut-don",
        /// Đình chỉ.
        Discontinue = "dinh-chi",
        /// Khiếu nại lần hai, tố cáo tiếp.
        TakeFurther = "len-cap-tren",
        /// Khởi kiện.
        RecordCourt = "khoi-kien",
        /// Ghi bước công việc.
        RecordStep = "ghi-buoc",
        /// Gửi thông báo, quyết định về vụ việc.
        SendNotice = "gui-thong-bao",
        /// Mở lại vụ việc đã rút.
        Reopen = "mo-lai",
    }
}

/// A result is still owed.
const UNSETTLED: &[CaseStep] = &[Assigned, Accepted, Verifying, Dialogue, Drafted];
/// The term of settling runs.
const IN_TERM: &[CaseStep] = &[Accepted, Verifying, Dialogue, Drafted];
/// There is a result and the file is open.
const WITH_RESULT: &[CaseStep] = &[Issued, Published, Enforcing];
/// There may be something to tell the parties of.
const NOTICED: &[CaseStep] =
    &[Accepted, Verifying, Dialogue, Drafted, Issued, Published, Enforcing, Discontinued];
/// It was accepted and not ended otherwise than by a result.
const ACCEPTED: &[CaseStep] =
    &[Accepted, Verifying, Dialogue, Drafted, Issued, Published, Enforcing, Closed];
/// It was not ended otherwise than by a result.
const BEFORE_ITS_END: &[CaseStep] =
    &[Assigned, Accepted, Verifying, Dialogue, Drafted, Issued, Published, Enforcing, Closed];

impl Command {
    /// Which move it is.
    pub fn made(&self) -> Move {
        match self {
            Self::Paper(command) => of_paper(command),
            Self::Case(command) => of_case(command),
        }
    }
}

pub(super) fn of_paper(command: &PaperCommand) -> Move {
    match command {
        PaperCommand::Classify(_) => Move::Classify,
        PaperCommand::Propose(_) => Move::Propose,
        PaperCommand::Split { .. } => Move::Split,
        PaperCommand::Agree { .. } => Move::Agree,
        PaperCommand::SendBack { .. } => Move::SendBack,
        PaperCommand::Approve { .. } => Move::Approve,
        PaperCommand::Dispatch(_) => Move::Dispatch,
    }
}

pub(super) fn of_case(command: &CaseCommand) -> Move {
    match command {
        CaseCommand::GiveToOfficer { .. } => Move::GiveToOfficer,
        CaseCommand::Reassign { .. } => Move::Reassign,
        CaseCommand::Accept { .. } => Move::Accept,
        CaseCommand::Decline { .. } => Move::Decline,
        CaseCommand::StartVerification { .. } => Move::StartVerification,
        CaseCommand::HoldDialogue(_) => Move::HoldDialogue,
        CaseCommand::HandIn(_) => Move::HandIn,
        CaseCommand::ReturnDraft { .. } => Move::ReturnDraft,
        CaseCommand::Result(command) => match command {
            ResultCommand::Issue(_) => Move::Issue,
            ResultCommand::Send { .. } => Move::Send,
            ResultCommand::Publish(_) => Move::Publish,
            ResultCommand::StartEnforcement { .. } => Move::StartEnforcement,
            ResultCommand::RecordEnforcement(_) => Move::RecordEnforcement,
            ResultCommand::Close => Move::Close,
        },
        CaseCommand::Term(command) => match command {
            TermCommand::RecordComplexity(_) => Move::RecordComplexity,
            TermCommand::AskExtension { .. } => Move::AskExtension,
            TermCommand::Extend { .. } => Move::Extend,
            TermCommand::DenyExtension { .. } => Move::DenyExtension,
            TermCommand::Suspend { .. } => Move::Suspend,
            TermCommand::Resume { .. } => Move::Resume,
        },
        CaseCommand::Withdraw(_) => Move::Withdraw,
        CaseCommand::Discontinue { .. } => Move::Discontinue,
        CaseCommand::TakeFurther { .. } => Move::TakeFurther,
        CaseCommand::RecordCourt { .. } => Move::RecordCourt,
        CaseCommand::RecordStep { .. } => Move::RecordStep,
        CaseCommand::Aside(command) => match command {
            AsideCommand::SendNotice { .. } => Move::SendNotice,
            AsideCommand::Reopen { .. } => Move::Reopen,
        },
    }
}

impl Move {
    /// The steps of the paper in which it is possible; none for a move of the case.
    pub fn paper_steps(self) -> &'static [PaperStep] {
        match self {
            Self::Classify => &[PaperStep::Received, PaperStep::Classified],
            Self::Propose | Self::Split => &[PaperStep::Classified],
            Self::Agree => &[PaperStep::Proposed],
            Self::SendBack => &[PaperStep::Proposed, PaperStep::AwaitingApproval],
            Self::Approve => &[PaperStep::AwaitingApproval],
            Self::Dispatch => &[PaperStep::Approved],
            Self::GiveToOfficer
            | Self::Reassign
            | Self::Accept
            | Self::Decline
            | Self::StartVerification
            | Self::HoldDialogue
            | Self::HandIn
            | Self::ReturnDraft
            | Self::Issue
            | Self::Send
            | Self::Publish
            | Self::StartEnforcement
            | Self::RecordEnforcement
            | Self::Close
            | Self::RecordComplexity
            | Self::AskExtension
            | Self::Extend
            | Self::DenyExtension
            | Self::Suspend
            | Self::Resume
            | Self::Withdraw
            | Self::Discontinue
            | Self::TakeFurther
            | Self::RecordCourt
            | Self::RecordStep
            | Self::SendNotice
            | Self::Reopen => &[],
        }
    }

    /// The steps of a case in which it is possible; none for a move of the paper.
    pub fn case_steps(self, kind: Kind, instance: Instance) -> &'static [CaseStep] {
        match (self, kind) {
            (Self::GiveToOfficer | Self::Reassign | Self::Withdraw | Self::Discontinue, _) => {
                UNSETTLED
            }
            (Self::Accept, _) | (Self::Decline, Kind::Complaint | Kind::Denunciation) => {
                &[Assigned]
            }
            (Self::StartVerification, Kind::Complaint | Kind::Denunciation) => &[Accepted],
            (Self::StartVerification, Kind::Suggestion) => &[Assigned, Accepted],
            (Self::HoldDialogue, Kind::Complaint) => &[Verifying, Dialogue],
            (Self::HandIn, Kind::Complaint) => match instance {
                // The first look may show that the complaint is right: then it is decided at once (LKN Đ.29(1a)).
                Instance::First => &[Accepted, Verifying, Dialogue],
                Instance::Second => &[Verifying, Dialogue],
            },
            (Self::HandIn, Kind::Denunciation) => &[Verifying],
            (Self::HandIn, Kind::Suggestion) => &[Assigned, Accepted, Verifying],
            (Self::ReturnDraft, _) | (Self::Issue, Kind::Complaint | Kind::Denunciation) => {
                &[Drafted]
            }
            (Self::Issue, Kind::Suggestion) => &[Assigned, Accepted, Verifying, Drafted],
            (Self::Send | Self::Publish | Self::Close, _) => WITH_RESULT,
            (Self::StartEnforcement, _) => &[Issued, Published],
            (Self::RecordEnforcement, _) => &[Enforcing],
            (
                Self::RecordComplexity
                | Self::AskExtension
                | Self::Extend
                | Self::DenyExtension
                | Self::Suspend
                | Self::Resume,
                Kind::Complaint | Kind::Denunciation,
            ) => IN_TERM,
            (Self::TakeFurther, Kind::Complaint | Kind::Denunciation) => ACCEPTED,
            (Self::RecordCourt, _) => BEFORE_ITS_END,
            (Self::RecordStep, _) => CaseStep::ALL,
            (Self::SendNotice, _) => NOTICED,
            (Self::Reopen, _) => &[Discontinued],
            (Self::HoldDialogue, Kind::Denunciation | Kind::Suggestion)
            | (
                Self::Decline
                | Self::TakeFurther
                | Self::RecordComplexity
                | Self::AskExtension
                | Self::Extend
                | Self::DenyExtension
                | Self::Suspend
                | Self::Resume,
                Kind::Suggestion,
            )
            | (
                Self::Classify
                | Self::Propose
                | Self::Split
                | Self::Agree
                | Self::SendBack
                | Self::Approve
                | Self::Dispatch,
                _,
            ) => &[],
        }
    }

    /// Whether it is possible while the case rests, and after the whole of it was withdrawn.
    pub fn is_possible_at_rest(self) -> bool {
        match self {
            Self::GiveToOfficer
            | Self::Reassign
            | Self::Resume
            | Self::Withdraw
            | Self::Discontinue
            | Self::RecordCourt
            | Self::RecordStep
            | Self::SendNotice
            | Self::Reopen => true,
            Self::Classify
            | Self::Propose
            | Self::Split
            | Self::Agree
            | Self::SendBack
            | Self::Approve
            | Self::Dispatch
            | Self::Accept
            | Self::Decline
            | Self::StartVerification
            | Self::HoldDialogue
            | Self::HandIn
            | Self::ReturnDraft
            | Self::Issue
            | Self::Send
            | Self::Publish
            | Self::StartEnforcement
            | Self::RecordEnforcement
            | Self::Close
            | Self::RecordComplexity
            | Self::AskExtension
            | Self::Extend
            | Self::DenyExtension
            | Self::Suspend
            | Self::TakeFurther => false,
        }
    }

    /// Whether the petition stands where the tables allow it.
    pub fn is_possible(self, petition: &Petition) -> bool {
        if self.paper_steps().contains(&petition.paper.step) {
            return true;
        }
        petition.case.as_ref().is_some_and(|case| {
            let rests = case.is_suspended() || case.must_be_discontinued();
            let waits = case.is_suspended() || self != Self::Resume;
            let is_asked = case.extension_asked.is_some() || self != Self::DenyExtension;
            let is_accepted = self != Self::Accept || petition.settled_as() == petition.kind();
            let has_notice =
                self != Self::SendNotice || !case.unsent_notices(petition.settled_as()).is_empty();
            let was_withdrawn = self != Self::Reopen
                || (case.is_ended_by_withdrawal() && petition.settled_as() != Kind::Suggestion);
            self.case_steps(petition.settled_as(), petition.instance()).contains(&case.step)
                && waits
                && is_accepted
                && has_notice
                && was_withdrawn
                && is_asked
                && (!rests || self.is_possible_at_rest())
        })
    }
}

/// The moves that this person may make now, whatever they will say: the buttons of the page.
pub fn offered(actor: &Actor, petition: &Petition) -> Vec<Move> {
    let is_offered = |made: &Move| made.is_possible(petition) && may(actor, *made, petition);
    Move::ALL.iter().copied().filter(is_offered).collect()
}
