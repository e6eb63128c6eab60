//! The pick-lists of the two state machines: the grounds, reasons and values that the law names.
//!
//! Owns closed sets only; where one of them holds for some kinds of petition or under one Act only, the member says so
//! here. Members are appended, never moved: their positions are stored.
//! Called by `workflow::petition`, `workflow::case`, the pages' lists and the reports.
//! Law: TT 05/2021 Đ.6; LKN Đ.11, 11a, 31, 40; LTC 2011 Đ.20; LTC 2018 Đ.29, 33, 34; NĐ 31/2019 Đ.3.

use super::provision::Provision;
use crate::domain::petition::{Kind, closed_set};
use crate::domain::rulebook::Instance;

closed_set! {
    /// Why a petition is not eligible, or filed away (TT 05/2021 Đ.6(2b)).
    FilingReason {
        /// Thiếu ngày, họ tên, địa chỉ, chữ ký hoặc nội dung theo Đ.6(2a).
        MissingParticulars = "thieu-thong-tin",
        /// Không viết bằng tiếng Việt, không có bản dịch công chứng.
        NotVietnamese = "khong-tieng-viet",
        /// Nặc danh, không rõ người vi phạm, không có chứng cứ cụ thể (LTC Đ.25).
        Anonymous = "nac-danh",
        /// Gửi nhiều nơi, trong đó đã có nơi có thẩm quyền.
        SentToSeveral = "gui-nhieu-noi",
        /// Đã được hướng dẫn một lần về cùng nội dung.
        AlreadyGuided = "da-huong-dan",
        /// Nội dung chống đối, chia rẽ, thô tục, xúc phạm.
        AgainstPolicy = "noi-dung-trai-chinh-sach",
        /// Rách nát, tẩy xóa, không đọc được.
        Illegible = "khong-doc-duoc",
        /// Đơn trùng: linked to the petition that is handled already.
        Duplicate = "don-trung",
        /// Người gửi rút đơn trước khi giao giải quyết.
        Withdrawn = "rut-don",
    }
}

impl FilingReason {
    /// Whether it makes the petition not eligible; the other reasons file an eligible one away.
    pub fn is_ineligibility(self) -> bool {
        match self {
            Self::MissingParticulars
            | Self::NotVietnamese
            | Self::Anonymous
            | Self::SentToSeveral
            | Self::AlreadyGuided
            | Self::AgainstPolicy
            | Self::Illegible => true,
            Self::Duplicate | Self::Withdrawn => false,
        }
    }
}

closed_set! {
    /// Why a complaint or a denunciation is not accepted (không thụ lý).
    RefusalGround {
        /// Quyết định, hành vi nội bộ; quy phạm pháp luật; bí mật nhà nước.
        InternalAct = "LKN-11-1",
        /// Không liên quan trực tiếp đến quyền, lợi ích của người khiếu nại.
        NotConcerned = "LKN-11-2",
        /// Không đủ năng lực hành vi dân sự mà không có người đại diện.
        NoCapacity = "LKN-11-3",
        /// Người đại diện không hợp pháp.
        UnlawfulRepresentative = "LKN-11-4",
        /// Không có chữ ký hoặc điểm chỉ.
        Unsigned = "LKN-11-5",
        /// Hết thời hiệu, thời hạn không có lý do chính đáng.
        OutOfTime = "LKN-11-6",
        /// Đã có quyết định giải quyết lần hai.
        SettledTwice = "LKN-11-7",
        /// Đã đình chỉ mà quá thời hạn không tiếp tục.
        NotContinued = "LKN-11-8",
        /// Tòa án đã thụ lý hoặc đã có bản án, quyết định.
        InCourt = "LKN-11-9",
        /// Tố cáo không thực hiện theo Đ.23.
        DenouncedOtherwise = "LTC-29-1a",
        /// Người tố cáo không đủ năng lực, không có người đại diện.
        DenouncerWithoutCapacity = "LTC-29-1b",
        /// Không thuộc thẩm quyền giải quyết.
        NotCompetent = "LTC-29-1c",
        /// Không có cơ sở xác định người, hành vi vi phạm.
        NoViolatorNamed = "LTC-29-1d",
        /// Từ vụ việc khiếu nại đã giải quyết đúng, không có chứng cứ mới.
        ComplaintInDisguise = "LTC-29-1-kn",
        /// LTC 2011: đã giải quyết, không có thông tin, tình tiết mới.
        NothingNew = "LTC11-20-2a",
        /// LTC 2011: không có cơ sở xác định người, hành vi vi phạm.
        NoBasis = "LTC11-20-2b",
        /// LTC 2011: không đủ điều kiện để kiểm tra, xác minh.
        CannotBeVerified = "LTC11-20-2c",
    }
}

impl RefusalGround {
    /// The provision that it stands in, which is in force in its time only.
    pub fn provision(self) -> Provision {
        match self {
            Self::InternalAct
            | Self::NotConcerned
            | Self::NoCapacity
            | Self::UnlawfulRepresentative
            | Self::Unsigned
            | Self::OutOfTime
            | Self::SettledTwice
            | Self::NotContinued
            | Self::InCourt => Provision::RefuseComplaint,
            Self::DenouncedOtherwise
            | Self::DenouncerWithoutCapacity
            | Self::NotCompetent
            | Self::NoViolatorNamed
            | Self::ComplaintInDisguise => Provision::RefuseDenunciation,
            Self::NothingNew | Self::NoBasis | Self::CannotBeVerified => {
                Provision::RefuseDenunciation2011
            }
        }
    }

    /// The kind of petition that it refuses.
    pub fn kind(self) -> Kind {
        if self.provision() == Provision::RefuseComplaint {
            Kind::Complaint
        } else {
            Kind::Denunciation
        }
    }
}

closed_set! {
    /// Why settling is suspended (tạm đình chỉ).
    SuspensionGround {
        /// Bất khả kháng (LKN Đ.11a).
        ForceMajeure = "bat-kha-khang",
        /// Trở ngại khách quan (LKN Đ.11a).
        Obstacle = "tro-ngai-khach-quan",
        /// Chờ kết quả giải quyết vấn đề liên quan (LKN Đ.11a; LTC Đ.34).
        RelatedMatter = "cho-viec-lien-quan",
        /// Chờ giám định bổ sung, giám định lại (LTC Đ.34).
        ExpertOpinion = "cho-giam-dinh",
    }
}

impl SuspensionGround {
    /// Whether the law names it for petitions of the kind.
    pub fn holds_for(self, kind: Kind) -> bool {
        match (self, kind) {
            (Self::ForceMajeure | Self::Obstacle, Kind::Complaint)
            | (Self::RelatedMatter, Kind::Complaint | Kind::Denunciation)
            | (Self::ExpertOpinion, Kind::Denunciation) => true,
            (Self::ForceMajeure | Self::Obstacle, Kind::Denunciation | Kind::Suggestion)
            | (Self::RelatedMatter, Kind::Suggestion)
            | (Self::ExpertOpinion, Kind::Complaint | Kind::Suggestion) => false,
        }
    }
}

closed_set! {
    /// Why settling is discontinued (đình chỉ).
    DiscontinuanceGround {
        /// Rút toàn bộ (LKN Đ.10; LTC Đ.33).
        Withdrawn = "rut-toan-bo",
        /// Người bị tố cáo chết (LTC Đ.34).
        AccusedDied = "nguoi-bi-to-cao-chet",
        /// Đã có bản án, quyết định có hiệu lực (LTC Đ.34).
        Judged = "da-co-ban-an",
    }
}

impl DiscontinuanceGround {
    /// Whether the law names it for petitions of the kind.
    pub fn holds_for(self, kind: Kind) -> bool {
        match self {
            Self::Withdrawn => true,
            Self::AccusedDied | Self::Judged => kind == Kind::Denunciation,
        }
    }
}

closed_set! {
    /// Why a withdrawn denunciation is settled all the same (LTC Đ.33(3); NĐ 31/2019 Đ.4(4)).
    GoingOn {
        /// Hành vi bị tố cáo có dấu hiệu vi phạm.
        ShowsViolation = "co-dau-hieu-vi-pham",
        /// Rút vì bị đe dọa, mua chuộc.
        UnderPressure = "bi-de-doa-mua-chuoc",
        /// Lợi dụng tố cáo để vu khống.
        Slander = "vu-khong",
    }
}

closed_set! {
    /// What makes a case complex (NĐ 31/2019 Đ.3; NĐ 124/2020 Đ.3a).
    ComplexityCriterion {
        /// Xác minh ở từ hai địa điểm.
        SeveralPlaces = "nhieu-dia-diem",
        /// Từ hai nội dung.
        SeveralContents = "nhieu-noi-dung",
        /// Nhiều người khiếu nại, tố cáo.
        ManyPeople = "nhieu-nguoi",
        /// Yếu tố nước ngoài.
        Foreign = "yeu-to-nuoc-ngoai",
        /// Liên quan nhiều cơ quan.
        SeveralBodies = "nhieu-co-quan",
        /// Ý kiến khác nhau của cơ quan có thẩm quyền.
        DifferingOpinions = "y-kien-khac-nhau",
        /// Chứng cứ mâu thuẫn.
        ContradictoryEvidence = "chung-cu-mau-thuan",
    }
}

closed_set! {
    /// Kết quả giải quyết: the verdict, as the tables 01 and 03/KQGQ count it.
    ResultCode {
        /// Khiếu nại lần đầu đúng toàn bộ.
        Right = "dung-toan-bo",
        /// Khiếu nại lần đầu sai toàn bộ.
        Wrong = "sai-toan-bo",
        /// Khiếu nại lần đầu đúng một phần.
        PartlyRight = "dung-mot-phan",
        /// Lần hai: công nhận quyết định lần đầu.
        Upheld = "cong-nhan",
        /// Lần hai: hủy, sửa quyết định lần đầu.
        Overturned = "huy-sua",
        /// Tố cáo đúng.
        True = "to-cao-dung",
        /// Tố cáo sai.
        False = "to-cao-sai",
        /// Tố cáo có đúng có sai.
        PartlyTrue = "co-dung-co-sai",
        /// Kiến nghị, phản ánh đã giải quyết, trả lời.
        Answered = "da-tra-loi",
    }
}

impl ResultCode {
    /// Whether a matter of this kind and instance can end so.
    pub fn fits(self, kind: Kind, instance: Instance) -> bool {
        match self {
            Self::Right | Self::Wrong | Self::PartlyRight => {
                kind == Kind::Complaint && instance == Instance::First
            }
            Self::Upheld | Self::Overturned => {
                kind == Kind::Complaint && instance == Instance::Second
            }
            Self::True | Self::False | Self::PartlyTrue => kind == Kind::Denunciation,
            Self::Answered => kind == Kind::Suggestion,
        }
    }
}
