//! What the desk finds in a petition: the axes of the law.
//!
//! Owns the axes that the intake does not write down; fine enough for the tables of all three report regimes. Members
//! of the sets are appended, never moved.
//! Called by the state machine of the paper, the lists and the reports. Law: TT 07/2014 Đ.6; TT 05/2021 Đ.6; LKN Đ.12.

use serde::{Deserialize, Serialize};

use super::super::grounds::FilingReason;
use crate::domain::id::PetitionId;
use crate::domain::petition::{Field, Kind, closed_set};
use crate::domain::rulebook::Instance;

closed_set! {
    /// Loại cơ quan có thẩm quyền, where it is not this office (TT 07/2014 Đ.6(6)).
    BodyType {
        /// Cơ quan hành chính nhà nước.
        Administrative = "hanh-chinh",
        /// Cơ quan dân cử.
        Elected = "dan-cu",
        /// Cơ quan tố tụng, thi hành án.
        Judicial = "to-tung-thi-hanh-an",
        /// Tổ chức chính trị, chính trị - xã hội, xã hội, tôn giáo.
        Political = "chinh-tri-xa-hoi",
        /// Đơn vị sự nghiệp công lập.
        PublicService = "su-nghiep",
        /// Doanh nghiệp nhà nước.
        StateEnterprise = "doanh-nghiep",
    }
}

closed_set! {
    /// Người gửi là ai.
    SenderType {
        /// Cá nhân.
        Individual = "ca-nhan",
        /// Cơ quan, tổ chức.
        Organisation = "to-chuc",
        /// Cán bộ, công chức, about a disciplinary decision.
        CivilServant = "can-bo-cong-chuc",
    }
}

closed_set! {
    /// Through whom the sender acts (LKN Đ.12).
    ActingThrough {
        /// Tự mình.
        Self_ = "tu-minh",
        /// Người đại diện.
        Representative = "dai-dien",
        /// Người được ủy quyền.
        Proxy = "uy-quyen",
        /// Luật sư.
        Lawyer = "luat-su",
        /// Trợ giúp viên pháp lý.
        LegalAid = "tro-giup-phap-ly",
    }
}

closed_set! {
    /// What an earlier petition is to this one: three different things, and two that the law orders.
    Relation {
        /// Đơn trùng: same sender, same matter, still being handled or handled.
        Duplicate = "don-trung",
        /// Đơn gửi nhiều lần: same matter again, with something new.
        Repeated = "don-nhieu-lan",
        /// Khiếu nại lần hai after its first instance.
        SecondInstance = "khieu-nai-lan-hai",
        /// Tố cáo tiếp after its conclusion or its term.
        ContinuedDenunciation = "to-cao-tiep",
        /// Tách từ đơn nhiều nội dung.
        SplitFrom = "tach-tu-don",
    }
}

closed_set! {
    /// Axis J: which time the matter is settled, as the tables 02 and 03/XLD tell apart.
    Round {
        /// Lần đầu.
        First = "lan-dau",
        /// Khiếu nại lần hai.
        Second = "lan-hai",
        /// Khiếu nại đã có bản án của Tòa án.
        Judged = "da-co-ban-an",
        /// Tố cáo tiếp.
        Continued = "to-cao-tiep",
    }
}

impl Round {
    /// The instance by which terms and verdicts go.
    pub fn instance(self) -> Instance {
        match self {
            Self::Second => Instance::Second,
            Self::First | Self::Judged | Self::Continued => Instance::First,
        }
    }
}

/// Thuộc hay không thuộc thẩm quyền.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Competence {
    /// This office, or a unit of it, settles such matters.
    Ours,
    /// Another body does.
    Other {
        /// What kind of body.
        body_type: BodyType,
        /// Its name, where it is known.
        body: Option<String>,
    },
}

/// What the desk finds: the axes of the law, one field each. Group size, source and originals are intake facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classification {
    /// Axis A.
    pub kind: Kind,
    /// Axis A: several contents that must be split.
    pub has_several_contents: bool,
    /// Axis B: why it is not eligible; empty is eligible.
    pub ineligible: Vec<FilingReason>,
    /// Axes C and D.
    pub competence: Competence,
    /// Axis F.
    pub sender: SenderType,
    /// Axis F.
    pub acting: ActingThrough,
    /// Axis I; the tables of each regime are made of the finer fields.
    pub field: Field,
    /// Axis J.
    pub round: Round,
    /// Không ghi tên: the sender is not named; eligible only with a clear violator and evidence (LTC Đ.25(2)).
    pub is_anonymous: bool,
    /// Which body dealt with it before, in words (số 8 of the book).
    pub handled_before_by: Option<String>,
    /// The earlier petition and what it is to this one.
    pub earlier: Option<(Relation, PetitionId)>,
}

impl Classification {
    /// Đủ điều kiện xử lý.
    pub fn is_eligible(&self) -> bool {
        self.ineligible.is_empty()
    }
}
