//! The forms of the case: holder, acceptance, verification, dialogue, draft, withdrawal, court, notes.

use super::Place;
use super::input::{Field, Reader, Section, choices, document_fields};
use crate::domain::document::DocumentKind;
use crate::domain::petition::{Assignment, AssignmentMode, Kind};
use crate::domain::workflow::case::{
    AsideCommand, CaseCommand, Dialogue, Draft, Extent, NoticeOf, Withdrawal,
};
use crate::domain::workflow::grounds::{DiscontinuanceGround, GoingOn, RefusalGround};
use crate::label;
use crate::web::petitions::list::{Choice, units};

/// The document of a step and nothing else.
pub(super) fn document(legend: &'static str) -> Vec<Section> {
    vec![Section::new(legend, document_fields())]
}

/// A word that goes with a step.
pub(super) fn remark(legend: &'static str, label: &'static str) -> Vec<Section> {
    vec![Section::new(legend, vec![Field::long("y_kien", label)])]
}

pub(super) fn officer(place: &Place<'_>) -> Vec<Section> {
    let chosen = place.values.one("chuyen_vien");
    let officers = place.officers.iter().map(|(id, name)| Choice {
        value: id.to_string(),
        label: name.clone(),
        is_chosen: id.to_string() == chosen,
    });
    let field = Field::choice("chuyen_vien", "Chuyên viên", officers.collect());
    vec![Section::new("Người giải quyết", vec![field])]
}

pub(super) fn read_officer(reader: &mut Reader<'_>) -> Option<CaseCommand> {
    let officer = reader.parsed("chuyen_vien", "Chưa chọn chuyên viên.")?;
    Some(CaseCommand::GiveToOfficer { officer })
}

pub(super) fn reassignment(place: &Place<'_>) -> Vec<Section> {
    let values = place.values;
    let modes = choices(
        AssignmentMode::ALL.iter().copied(),
        AssignmentMode::code,
        label::mode,
        values.all("hinh_thuc"),
    );
    let fields = vec![
        Field::choice(
            "don_vi",
            "Đơn vị",
            units(place.office, place.on, values.one("don_vi").parse().ok()),
        )
        .class("c5"),
        Field::choice("hinh_thuc", "Hình thức giao", modes).class("c4"),
        Field::day("han", "Hạn").hint("Để trống: theo luật."),
        Field::long("y_kien", "Lý do giao lại"),
    ];
    vec![Section::new("Đơn vị mới", fields)]
}

pub(super) fn read_reassignment(reader: &mut Reader<'_>) -> Option<CaseCommand> {
    let unit = reader.parsed("don_vi", "Chưa chọn đơn vị.");
    let mode = reader.member("hinh_thuc", AssignmentMode::from_code);
    let due_on = reader.day("han");
    let reason = reader.required_text("y_kien");
    let to = Assignment { unit: unit?, mode: Some(mode?), document: None, due_on };
    Some(CaseCommand::Reassign { to, reason })
}

/// Acceptance is announced by another document for each kind.
pub(super) fn read_acceptance(reader: &mut Reader<'_>, place: &Place<'_>) -> CaseCommand {
    let kind = match place.petition.settled_as() {
        Kind::Complaint | Kind::Suggestion => DocumentKind::AcceptanceNotice,
        Kind::Denunciation => DocumentKind::AcceptanceDecision,
    };
    CaseCommand::Accept { document: reader.document(kind, place.on) }
}

pub(super) fn refusal(place: &Place<'_>) -> Vec<Section> {
    let grounds = choices(
        place.refusal_grounds(),
        RefusalGround::code,
        label::refusal_ground,
        place.values.all("can_cu"),
    );
    vec![
        Section::new("Căn cứ", vec![Field::ticks("can_cu", "Không thụ lý vì", grounds)]),
        Section::new("Thông báo không thụ lý", document_fields()),
    ]
}

pub(super) fn read_refusal(reader: &mut Reader<'_>, place: &Place<'_>) -> CaseCommand {
    CaseCommand::Decline {
        grounds: reader.members("can_cu", RefusalGround::from_code),
        document: reader.document(DocumentKind::RefusalNotice, place.on),
    }
}

pub(super) fn dialogue() -> Vec<Section> {
    let held = vec![
        Field::day("moi_ngay", "Ngày gửi giấy mời"),
        Field::tick("vang_mat", "Người khiếu nại vắng mặt không có lý do chính đáng"),
    ];
    vec![
        Section::new("Buổi đối thoại", held),
        Section::new("Biên bản đối thoại", document_fields()),
    ]
}

pub(super) fn read_dialogue(reader: &mut Reader<'_>, place: &Place<'_>) -> Option<CaseCommand> {
    let invited_on = reader.required_day("moi_ngay");
    let minutes = reader.document(DocumentKind::DialogueMinutes, place.on);
    let is_unattended = reader.is_ticked("vang_mat");
    Some(CaseCommand::HoldDialogue(Dialogue { invited_on: invited_on?, is_unattended, minutes }))
}

pub(super) fn hand_in(place: &Place<'_>) -> Vec<Section> {
    let mut fields = vec![Field::long("y_kien", "Tóm tắt kết quả, ý kiến (nếu có)")];
    if place.petition.settled_as() == Kind::Complaint {
        fields.push(Field::tick(
            "con_khac",
            "Yêu cầu khiếu nại và kết quả xác minh còn khác nhau (phải đối thoại)",
        ));
    }
    vec![
        Section::new("Kết quả", fields),
        Section::new("Báo cáo xác minh (nếu có)", document_fields()),
    ]
}

pub(super) fn read_hand_in(reader: &mut Reader<'_>, place: &Place<'_>) -> CaseCommand {
    CaseCommand::HandIn(Draft {
        is_disputed: reader.is_ticked("con_khac"),
        report: reader.optional_document(DocumentKind::VerificationReport, place.on),
        note: reader.text("y_kien"),
    })
}

pub(super) fn withdrawal(place: &Place<'_>) -> Vec<Section> {
    let values = place.values;
    let extents =
        choices(Extent::ALL.iter().copied(), Extent::code, label::extent, values.all("rut"));
    let mut fields = vec![
        Field::choice("rut", "Rút", extents).class("c3"),
        Field::tick("thuyet_phuc", "Sau khi được giải thích, thuyết phục"),
        Field::long("y_kien", "Nội dung rút, hoặc của ai (nếu rút một phần)"),
    ];
    if place.petition.settled_as() == Kind::Denunciation {
        let reasons = choices(
            GoingOn::ALL.iter().copied(),
            GoingOn::code,
            label::going_on,
            values.all("van_giai_quyet"),
        );
        fields.push(Field::choice("van_giai_quyet", "Vẫn giải quyết vì (nếu có)", reasons));
    }
    vec![Section::new("Rút đơn", fields)]
}

pub(super) fn read_withdrawal(reader: &mut Reader<'_>) -> Option<CaseCommand> {
    let extent = reader.member("rut", Extent::from_code)?;
    Some(CaseCommand::Withdraw(Withdrawal {
        extent,
        text: reader.text("y_kien"),
        is_after_persuasion: reader.is_ticked("thuyet_phuc"),
        going_on: reader.optional_member("van_giai_quyet", GoingOn::from_code),
    }))
}

pub(super) fn discontinuance(place: &Place<'_>) -> Vec<Section> {
    let kind = place.petition.settled_as();
    let grounds = DiscontinuanceGround::ALL.iter().copied();
    let grounds = choices(
        grounds.filter(|ground| ground.holds_for(kind)),
        DiscontinuanceGround::code,
        label::discontinuance_ground,
        place.values.all("can_cu"),
    );
    vec![
        Section::new("Căn cứ", vec![Field::choice("can_cu", "Đình chỉ vì", grounds)]),
        Section::new("Quyết định đình chỉ", document_fields()),
    ]
}

pub(super) fn read_discontinuance(
    reader: &mut Reader<'_>,
    place: &Place<'_>,
) -> Option<CaseCommand> {
    let ground = reader.member("can_cu", DiscontinuanceGround::from_code);
    let document = reader.document(DocumentKind::DiscontinuanceDecision, place.on);
    Some(CaseCommand::Discontinue { ground: ground?, document })
}

pub(super) fn further() -> Vec<Section> {
    let field = Field::line("don_sau", "Số đơn khiếu nại lần hai, tố cáo tiếp đã tiếp nhận")
        .hint("Như 2018/0412.");
    vec![Section::new("Đơn lên cấp trên", vec![field])]
}

pub(super) fn read_further(reader: &mut Reader<'_>) -> Option<CaseCommand> {
    let to = reader.parsed("don_sau", "Ghi số đơn, như 2018/0412.")?;
    Some(CaseCommand::TakeFurther { to })
}

pub(super) fn court() -> Vec<Section> {
    vec![Section::new("Văn bản của Tòa án", mention())]
}

fn mention() -> Vec<Field> {
    vec![Field::line("so", "Số văn bản").class("c4"), Field::day("ngay_van_ban", "Ngày văn bản")]
}

pub(super) fn read_court(reader: &mut Reader<'_>) -> Option<CaseCommand> {
    let Some(document) = reader.mention() else {
        reader.errors.add("so", "Chưa nhập số văn bản.");
        return None;
    };
    Some(CaseCommand::RecordCourt { document })
}

pub(super) fn note() -> Vec<Section> {
    vec![
        Section::new("Việc đã làm", vec![Field::long("y_kien", "Nội dung")]),
        Section::new("Văn bản kèm theo (nếu có)", mention()),
    ]
}

pub(super) fn read_note(reader: &mut Reader<'_>) -> CaseCommand {
    let text = reader.required_text("y_kien");
    CaseCommand::RecordStep { text, document: reader.mention() }
}

pub(super) fn notice(place: &Place<'_>) -> Vec<Section> {
    let kind = place.petition.settled_as();
    let unsent = place.petition.case.as_ref().map(|case| case.unsent_notices(kind));
    let notices =
        choices(unsent.unwrap_or_default(), NoticeOf::code, label::notice, place.values.all("ve"));
    let fields = vec![
        Field::choice("ve", "Đã gửi", notices),
        Field::long("noi_nhan", "Đến").hint("Mỗi nơi một dòng."),
    ];
    vec![Section::new("Thông báo cho các bên", fields)]
}

pub(super) fn read_notice(reader: &mut Reader<'_>) -> Option<CaseCommand> {
    let of = reader.member("ve", NoticeOf::from_code);
    let recipients = reader.lines("noi_nhan");
    Some(CaseCommand::Aside(AsideCommand::SendNotice { of: of?, recipients }))
}

pub(super) fn reopening() -> Vec<Section> {
    let reason = Field::long("y_kien", "Người gửi đã bị đe dọa, ép buộc, mua chuộc thế nào");
    vec![Section::new("Lý do mở lại", vec![reason]), Section::new("Văn bản (nếu có)", mention())]
}

pub(super) fn read_reopening(reader: &mut Reader<'_>) -> CaseCommand {
    let reason = reader.required_text("y_kien");
    CaseCommand::Aside(AsideCommand::Reopen { reason, document: reader.mention() })
}
