//! The forms of the result: issue with its verdict and figures, sending, publication, enforcement.

use super::Place;
use super::input::{Field, Reader, Section, choices, document_fields};
use crate::domain::workflow::case::{
    Amount, Decision, People, Prosecution, Publication, PublicationForm, Remedies, ResultCommand,
};
use crate::domain::workflow::grounds::ResultCode;
use crate::label;

pub(super) fn issue(place: &Place<'_>) -> Vec<Section> {
    let petition = place.petition;
    let (kind, instance) = (petition.settled_as(), petition.instance());
    let codes = ResultCode::ALL.iter().copied().filter(|code| code.fits(kind, instance));
    let verdicts =
        choices(codes, ResultCode::code, label::result_code, place.values.all("ket_qua"));
    let mut sections = vec![
        Section::new(
            "Kết quả",
            vec![
                Field::choice("ket_qua", "Kết quả giải quyết", verdicts),
                Field::tick("phai_thi_hanh", "Có nội dung phải thi hành"),
            ],
        ),
        Section::new("Văn bản", document_fields()),
    ];
    sections.extend(figures());
    sections
}

pub(super) fn read_issue(reader: &mut Reader<'_>, place: &Place<'_>) -> Option<ResultCommand> {
    let result = reader.member("ket_qua", ResultCode::from_code)?;
    Some(ResultCommand::Issue(Decision {
        result,
        document: reader.document(Decision::paper_of(result), place.on),
        remedies: read_figures(reader),
        is_to_be_enforced: reader.is_ticked("phai_thi_hanh"),
    }))
}

/// The figures of tables 01–04/KQGQ.
pub(super) fn figures() -> Vec<Section> {
    vec![
        Section::new(
            "Thu hồi, trả lại (biểu KQGQ)",
            vec![
                Field::number("nn_tien", "Thu hồi cho Nhà nước (đồng)").class("c4"),
                Field::number("nn_dat", "và đất (m²)").class("c2"),
                Field::number("tc_tien", "Trả lại tổ chức (đồng)").class("c4"),
                Field::number("tc_dat", "và đất (m²)").class("c2"),
                Field::number("cn_tien", "Trả lại cá nhân (đồng)").class("c4"),
                Field::number("cn_dat", "và đất (m²)").class("c2"),
                Field::number("so_tc", "Số tổ chức được trả"),
                Field::number("so_cn", "Số cá nhân được trả"),
            ],
        )
        .folded(),
        Section::new(
            "Xử lý người, tổ chức vi phạm (biểu KQGQ)",
            vec![
                Field::number("xl_tc", "Tổ chức bị xử lý"),
                Field::number("xl_nguoi", "Người bị xử lý"),
                Field::number("xl_cc", "trong đó cán bộ, công chức"),
                Field::number("dt_vu", "Chuyển điều tra: số vụ"),
                Field::number("dt_nguoi", "số người"),
                Field::number("dt_cc", "trong đó cán bộ, công chức"),
                Field::number("kt_vu", "Khởi tố: số vụ"),
                Field::number("kt_nguoi", "số người"),
                Field::number("kt_cc", "trong đó cán bộ, công chức"),
            ],
        )
        .folded(),
    ]
}

pub(super) fn read_figures(reader: &mut Reader<'_>) -> Remedies {
    let people = |reader: &mut Reader<'_>, all, officials| {
        let people = People { all: reader.number(all), officials: reader.number(officials) };
        if people.officials > people.all {
            reader.errors.add(officials, "Nhiều hơn tổng số người.");
        }
        people
    };
    Remedies {
        to_state: amount(reader, "nn_tien", "nn_dat"),
        to_organisations: amount(reader, "tc_tien", "tc_dat"),
        to_individuals: amount(reader, "cn_tien", "cn_dat"),
        organisations: reader.number("so_tc"),
        individuals: reader.number("so_cn"),
        organisations_disciplined: reader.number("xl_tc"),
        disciplined: people(reader, "xl_nguoi", "xl_cc"),
        investigated: Prosecution {
            cases: reader.number("dt_vu"),
            people: people(reader, "dt_nguoi", "dt_cc"),
        },
        prosecuted: Prosecution {
            cases: reader.number("kt_vu"),
            people: people(reader, "kt_nguoi", "kt_cc"),
        },
    }
}

fn amount(reader: &mut Reader<'_>, money: &'static str, land: &'static str) -> Amount {
    Amount { money: reader.number(money), land: reader.area(land) }
}

pub(super) fn sending() -> Vec<Section> {
    let field = Field::long("noi_nhan", "Đã gửi đến").hint("Mỗi nơi một dòng.");
    vec![Section::new("Gửi kết quả", vec![field])]
}

pub(super) fn read_sending(reader: &mut Reader<'_>) -> ResultCommand {
    ResultCommand::Send { recipients: reader.lines("noi_nhan") }
}

pub(super) fn publication(place: &Place<'_>) -> Vec<Section> {
    let forms = choices(
        PublicationForm::ALL.iter().copied(),
        PublicationForm::code,
        label::publication_form,
        place.values.all("cong_khai"),
    );
    let fields = vec![
        Field::choice("cong_khai", "Hình thức", forms).class("c4"),
        Field::line("noi", "Nơi công khai, địa chỉ trang").class("c5"),
        Field::day("den", "Đến ngày"),
        Field::tick("da_che", "Đã kiểm tra: không để lộ người tố cáo"),
    ];
    vec![Section::new("Công khai", fields)]
}

pub(super) fn read_publication(reader: &mut Reader<'_>) -> Option<ResultCommand> {
    let form = reader.member("cong_khai", PublicationForm::from_code);
    let place = reader.required_line("noi");
    let until = reader.day("den");
    let is_redacted = reader.is_ticked("da_che");
    Some(ResultCommand::Publish(Publication { form: form?, place, until, is_redacted }))
}
