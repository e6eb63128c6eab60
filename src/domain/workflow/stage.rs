//! Bước: where a petition stands on its whole way, the paper's handling and the case's settling in one.
//!
//! Owns [`Stage`], what lists, queues and counts go by, and what it means as a [`Status`]. Derived from the paper and the
//! case, never set. Members are only ever appended: their positions are stored.
//! Called by the covering rows of the store and by every page that shows or filters by a state.

use super::case::{Case, CaseStep};
use super::petition::{Paper, PaperStep};
use crate::domain::petition::{Petition, Status, closed_set};

closed_set! {
    /// Where a petition stands.
    Stage {
        /// Chờ phân loại.
        Received = "cho-phan-loai",
        /// Chờ đề xuất.
        Classified = "cho-de-xuat",
        /// Chờ lãnh đạo ban đồng ý.
        Proposed = "cho-dong-y",
        /// Chờ lãnh đạo duyệt.
        AwaitingApproval = "cho-duyet",
        /// Đã duyệt, chờ phát hành văn bản đi.
        Approved = "cho-phat-hanh",
        /// Đã giao, chờ thụ lý.
        Assigned = "cho-thu-ly",
        /// Đã thụ lý.
        Accepted = "da-thu-ly",
        /// Đang xác minh.
        Verifying = "dang-xac-minh",
        /// Đã đối thoại.
        Dialogue = "da-doi-thoai",
        /// Đã trình kết quả, chờ ban hành.
        Drafted = "cho-ban-hanh",
        /// Đã ban hành, chờ gửi và công khai.
        Issued = "cho-cong-khai",
        /// Đã công khai.
        Published = "da-cong-khai",
        /// Đang thi hành.
        Enforcing = "dang-thi-hanh",
        /// Đã kết thúc hồ sơ.
        Closed = "da-ket-thuc",
        /// Đã lưu đơn.
        FiledAway = "da-luu-don",
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
        /// Đã tách.
        Split = "da-tach",
        /// Đình chỉ.
        Discontinued = "dinh-chi",
        /// Tòa án thụ lý.
        InCourt = "toa-an",
    }
}

impl Stage {
    /// Where a paper and its case stand together.
    pub fn of(paper: &Paper, case: Option<&Case>) -> Self {
        match (paper.step, case.map(|case| case.step)) {
            (PaperStep::FiledAway, _) => Self::FiledAway,
            (_, Some(step)) => Self::of_case(step),
            (PaperStep::Received, None) => Self::Received,
            (PaperStep::Classified, None) => Self::Classified,
            (PaperStep::Proposed, None) => Self::Proposed,
            (PaperStep::AwaitingApproval, None) => Self::AwaitingApproval,
            (PaperStep::Approved, None) => Self::Approved,
            // Past ledgers know results of petitions that were given to nobody.
            (PaperStep::Settling, None) => Self::Closed,
            (PaperStep::Refused, None) => Self::Refused,
            (PaperStep::Guided, None) => Self::Guided,
            (PaperStep::Forwarded, None) => Self::Forwarded,
            (PaperStep::Urged, None) => Self::Urged,
            (PaperStep::Returned, None) => Self::Returned,
            (PaperStep::Split, None) => Self::Split,
        }
    }

    /// Where a case stands.
    pub(super) fn of_case(step: CaseStep) -> Self {
        match step {
            CaseStep::Assigned => Self::Assigned,
            CaseStep::Accepted => Self::Accepted,
            CaseStep::Verifying => Self::Verifying,
            CaseStep::Dialogue => Self::Dialogue,
            CaseStep::Drafted => Self::Drafted,
            CaseStep::Issued => Self::Issued,
            CaseStep::Published => Self::Published,
            CaseStep::Enforcing => Self::Enforcing,
            CaseStep::Closed => Self::Closed,
            CaseStep::Discontinued => Self::Discontinued,
            CaseStep::Declined => Self::Refused,
            CaseStep::InCourt => Self::InCourt,
        }
    }

    /// What it means for the petition, in the few words of a list.
    pub fn status(self) -> Status {
        match self {
            Self::Received
            | Self::Classified
            | Self::Proposed
            | Self::AwaitingApproval
            | Self::Approved => Status::Received,
            Self::Assigned | Self::Accepted | Self::Verifying | Self::Dialogue | Self::Drafted => {
                Status::Assigned
            }
            Self::Issued | Self::Published | Self::Enforcing | Self::Closed => Status::Resolved,
            Self::FiledAway => Status::FiledAway,
            Self::Refused => Status::Refused,
            Self::Guided => Status::Guided,
            Self::Forwarded => Status::Forwarded,
            Self::Urged => Status::Urged,
            Self::Returned => Status::Returned,
            Self::Split => Status::Split,
            Self::Discontinued | Self::InCourt => Status::Discontinued,
        }
    }

    /// Whether somebody still has to act on the petition itself; sending, publication and enforcement come after.
    pub fn is_open(self) -> bool {
        self.status().is_open()
    }
}

impl Petition {
    /// Where it stands.
    pub fn stage(&self) -> Stage {
        Stage::of(&self.paper, self.case.as_ref())
    }

    /// Where it stands, in the few words of a list.
    pub fn status(&self) -> Status {
        self.stage().status()
    }
}
