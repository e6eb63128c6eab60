//! What is written down at the steps of a case: decision, dialogue, draft, publication, withdrawal.
//!
//! Owns the figures that the tables 01–04/KQGQ count ([`Remedies`]), as recommended by a decision and as enforced.
//! Each is complete in itself: the history alone makes the case.
//! Called by `workflow::case` and by the pages that show the history.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::super::grounds::{GoingOn, ResultCode};
use crate::domain::document::{DocumentKind, IssuedDocument};
use crate::domain::petition::{Outcome, ResultKind, closed_set};

/// Money and land.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Amount {
    /// In đồng.
    pub money: u64,
    /// In hundredths of a square metre.
    pub land: u64,
}

/// People, and how many of them are cán bộ, công chức, viên chức.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct People {
    /// All.
    pub all: u32,
    /// Officials among them.
    pub officials: u32,
}

/// Handed to the investigators, or prosecuted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Prosecution {
    /// Vụ.
    pub cases: u32,
    /// Đối tượng.
    pub people: People,
}

/// The figures of tables 01–04/KQGQ: what a decision recommends, or what has been done of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Remedies {
    /// Thu hồi cho Nhà nước.
    pub to_state: Amount,
    /// Trả lại tổ chức.
    pub to_organisations: Amount,
    /// Trả lại cá nhân.
    pub to_individuals: Amount,
    /// Số tổ chức được trả lại quyền lợi.
    pub organisations: u32,
    /// Số cá nhân được trả lại quyền lợi.
    pub individuals: u32,
    /// Xử lý hành chính: tổ chức.
    pub organisations_disciplined: u32,
    /// Xử lý hành chính: người.
    pub disciplined: People,
    /// Chuyển cơ quan điều tra.
    pub investigated: Prosecution,
    /// Khởi tố.
    pub prosecuted: Prosecution,
}

/// The result: its paper, its verdict, its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// The verdict (axis L).
    pub result: ResultCode,
    /// Quyết định, kết luận, văn bản trả lời.
    pub document: IssuedDocument,
    /// What it recommends.
    pub remedies: Remedies,
    /// Whether something of it must be enforced (02, 04/KQGQ).
    pub is_to_be_enforced: bool,
}

impl Decision {
    /// As lists and past ledgers show a result.
    pub fn outcome(&self) -> Outcome {
        let kind = match self.result {
            ResultCode::Right
            | ResultCode::Wrong
            | ResultCode::PartlyRight
            | ResultCode::Upheld
            | ResultCode::Overturned => ResultKind::Decision,
            ResultCode::True | ResultCode::False | ResultCode::PartlyTrue => ResultKind::Conclusion,
            ResultCode::Answered => ResultKind::Reply,
        };
        Outcome { kind, document: self.document.mention() }
    }

    /// The kind of paper that a verdict stands in.
    pub fn paper_of(result: ResultCode) -> DocumentKind {
        match result {
            ResultCode::Right
            | ResultCode::Wrong
            | ResultCode::PartlyRight
            | ResultCode::Upheld
            | ResultCode::Overturned => DocumentKind::SettlementDecision,
            ResultCode::True | ResultCode::False | ResultCode::PartlyTrue => {
                DocumentKind::Conclusion
            }
            ResultCode::Answered => DocumentKind::Reply,
        }
    }
}

/// Đối thoại.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialogue {
    /// Day of the invitation.
    #[serde(with = "crate::domain::day")]
    pub invited_on: NaiveDate,
    /// Whether the complainant stayed away without a reason: settling goes on all the same.
    pub is_unattended: bool,
    /// Biên bản.
    pub minutes: IssuedDocument,
}

/// What the unit hands in: report and draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Whether the request and what was verified still differ (LKN Đ.30).
    pub is_disputed: bool,
    /// Báo cáo xác minh, where there is one.
    pub report: Option<IssuedDocument>,
    /// A word to the one who decides.
    pub note: Option<String>,
}

closed_set! {
    /// In which form a result is made public (LKN Đ.41; LTC Đ.40).
    PublicationForm {
        /// Công bố tại cuộc họp.
        Meeting = "hop",
        /// Niêm yết.
        Posting = "niem-yet",
        /// Cổng thông tin điện tử.
        Portal = "cong-thong-tin",
        /// Mạng nội bộ.
        InternalNetwork = "mang-noi-bo",
        /// Báo, đài.
        Media = "bao-dai",
    }
}

/// Công khai.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// How.
    pub form: PublicationForm,
    /// Place or address.
    pub place: String,
    /// Last day, for what is posted; the first is the legal day of the step.
    #[serde(with = "crate::domain::day::option")]
    pub until: Option<NaiveDate>,
    /// The officer has checked that nothing shows a protected sender.
    pub is_redacted: bool,
}

closed_set! {
    /// How much is withdrawn.
    Extent {
        /// Toàn bộ.
        Whole = "toan-bo",
        /// Một phần, or some of a group.
        Part = "mot-phan",
    }
}

/// Rút đơn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    /// How much.
    pub extent: Extent,
    /// Which contents, or whose.
    pub text: Option<String>,
    /// Whether after explanation and persuasion (01/KQGQ).
    pub is_after_persuasion: bool,
    /// Why a denunciation is settled all the same.
    pub going_on: Option<GoingOn>,
}
