//! The forms that change the term: complexity, extension, suspension.

use super::Place;
use super::input::{Field, Reader, Section, choices, document_fields};
use crate::domain::document::DocumentKind;
use crate::domain::rulebook::Complexity;
use crate::domain::workflow::case::{ComplexityFound, TermCommand};
use crate::domain::workflow::grounds::{ComplexityCriterion, SuspensionGround};
use crate::label;

pub(super) fn complexity(place: &Place<'_>) -> Vec<Section> {
    let values = place.values;
    let levels = choices(
        Complexity::ALL.iter().copied(),
        Complexity::code,
        label::complexity,
        values.all("muc"),
    );
    let criteria = choices(
        ComplexityCriterion::ALL.iter().copied(),
        ComplexityCriterion::code,
        label::criterion,
        values.all("tieu_chi"),
    );
    vec![
        Section::new(
            "Mức độ phức tạp",
            vec![
                Field::choice("muc", "Mức độ", levels).class("c4"),
                Field::ticks("tieu_chi", "Tiêu chí", criteria),
                Field::long("y_kien", "Lý do (khi luật chưa định tiêu chí)"),
            ],
        ),
        Section::new("Văn bản ghi nhận (nếu có)", document_fields()),
    ]
}

pub(super) fn read_complexity(reader: &mut Reader<'_>, place: &Place<'_>) -> Option<TermCommand> {
    let complexity = reader.member("muc", Complexity::from_code)?;
    Some(TermCommand::RecordComplexity(ComplexityFound {
        complexity,
        criteria: reader.members("tieu_chi", ComplexityCriterion::from_code),
        reason: reader.text("y_kien"),
        document: reader.optional_document(DocumentKind::ComplexityRecord, place.on),
    }))
}

pub(super) fn asked_extension() -> Vec<Section> {
    let fields = vec![
        Field::number("so_ngay", "Số ngày xin thêm"),
        Field::long("y_kien", "Lý do xin gia hạn"),
    ];
    vec![Section::new("Xin gia hạn", fields)]
}

pub(super) fn read_asked_extension(reader: &mut Reader<'_>) -> TermCommand {
    let days = reader.number("so_ngay");
    TermCommand::AskExtension { days, reason: reader.required_text("y_kien") }
}

pub(super) fn extension() -> Vec<Section> {
    vec![
        Section::new("Gia hạn", vec![Field::number("so_ngay", "Số ngày gia hạn")]),
        Section::new("Quyết định gia hạn", document_fields()),
    ]
}

pub(super) fn read_extension(reader: &mut Reader<'_>, place: &Place<'_>) -> TermCommand {
    let days = reader.number("so_ngay");
    let document = reader.document(DocumentKind::ExtensionDecision, place.on);
    TermCommand::Extend { days, document }
}

pub(super) fn suspension(place: &Place<'_>) -> Vec<Section> {
    let kind = place.petition.settled_as();
    let grounds = SuspensionGround::ALL.iter().copied().filter(|ground| ground.holds_for(kind));
    let grounds = choices(
        grounds,
        SuspensionGround::code,
        label::suspension_ground,
        place.values.all("can_cu"),
    );
    vec![
        Section::new("Căn cứ", vec![Field::choice("can_cu", "Tạm đình chỉ vì", grounds)]),
        Section::new("Quyết định tạm đình chỉ", document_fields()),
    ]
}

pub(super) fn read_suspension(reader: &mut Reader<'_>, place: &Place<'_>) -> Option<TermCommand> {
    let ground = reader.member("can_cu", SuspensionGround::from_code);
    let document = reader.document(DocumentKind::SuspensionDecision, place.on);
    Some(TermCommand::Suspend { ground: ground?, document })
}

pub(super) fn read_resumption(reader: &mut Reader<'_>, place: &Place<'_>) -> TermCommand {
    TermCommand::Resume { document: reader.document(DocumentKind::ResumptionDecision, place.on) }
}
