//! Văn bản: a document that a step issues, with its number, date, signer and recipients.
//!
//! Owns the kinds of document that the two state machines ask for. The number is text with its signs, given out by the
//! office's yearly series; the text of a document is not here.
//! Called by `workflow`; the number comes from the store's counters. Law: NĐ 30/2020; TT 05/2021; NĐ 124/2020; NĐ 31/2019.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::petition::{DocumentMention, closed_set};

closed_set! {
    /// What kind of document; each has its own yearly series of numbers.
    DocumentKind {
        /// Phiếu hướng dẫn (Mẫu 02, 05 TT 05/2021).
        Guidance = "phieu-huong-dan",
        /// Phiếu chuyển đơn (Mẫu 03, 04 TT 05/2021).
        Transfer = "phieu-chuyen",
        /// Công văn đôn đốc, yêu cầu báo cáo.
        Urging = "cong-van-don-doc",
        /// Văn bản trả lại đơn (Mẫu 04-XLĐ TT 07/2014).
        ReturnLetter = "tra-lai-don",
        /// Thông báo không thụ lý (Mẫu 04 NĐ 124/2020).
        RefusalNotice = "thong-bao-khong-thu-ly",
        /// Công văn giao việc.
        AssignmentLetter = "cong-van-giao",
        /// Thông báo thụ lý khiếu nại (Mẫu 03 NĐ 124/2020).
        AcceptanceNotice = "thong-bao-thu-ly",
        /// Quyết định thụ lý tố cáo (Mẫu 04 NĐ 31/2019).
        AcceptanceDecision = "quyet-dinh-thu-ly",
        /// Quyết định xác minh, lập Đoàn hoặc Tổ xác minh.
        VerificationDecision = "quyet-dinh-xac-minh",
        /// Biên bản đối thoại (Mẫu 14 NĐ 124/2020).
        DialogueMinutes = "bien-ban-doi-thoai",
        /// Báo cáo kết quả xác minh.
        VerificationReport = "bao-cao-xac-minh",
        /// Quyết định giải quyết khiếu nại (Mẫu 15, 16 NĐ 124/2020).
        SettlementDecision = "quyet-dinh-giai-quyet",
        /// Kết luận nội dung tố cáo (Mẫu 12 NĐ 31/2019).
        Conclusion = "ket-luan",
        /// Văn bản trả lời kiến nghị, phản ánh.
        Reply = "van-ban-tra-loi",
        /// Văn bản ghi nhận vụ việc phức tạp.
        ComplexityRecord = "ghi-nhan-phuc-tap",
        /// Quyết định gia hạn (Mẫu 01 NĐ 31/2019).
        ExtensionDecision = "quyet-dinh-gia-han",
        /// Quyết định tạm đình chỉ (Mẫu 14a NĐ 124/2020).
        SuspensionDecision = "quyet-dinh-tam-dinh-chi",
        /// Quyết định tiếp tục giải quyết (Mẫu 14b NĐ 124/2020).
        ResumptionDecision = "quyet-dinh-tiep-tuc",
        /// Quyết định hoặc thông báo đình chỉ.
        DiscontinuanceDecision = "quyet-dinh-dinh-chi",
        /// Văn bản giao thi hành, quyết định xử lý theo kết luận.
        EnforcementAssignment = "giao-thi-hanh",
    }
}

/// A document as it was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedDocument {
    /// What kind.
    pub kind: DocumentKind,
    /// Number with its signs, as text (`05/QĐ-UBND`).
    pub number: String,
    /// Date of issue.
    #[serde(with = "crate::domain::day")]
    pub dated: NaiveDate,
    /// Who signed, with the post (`KT. CHỦ TỊCH …`).
    pub signer: String,
    /// To whom it goes (nơi nhận), in the order of the document.
    pub recipients: Vec<String>,
}

impl IssuedDocument {
    /// As it is quoted elsewhere.
    pub fn mention(&self) -> DocumentMention {
        DocumentMention { number: self.number.clone(), dated: Some(self.dated) }
    }
}
