//! The forms of the paper's handling: classification, slip, approval, outgoing paper, splitting.

use super::Place;
use super::input::{Field, Reader, Section, Values, choices};
use crate::app::handle::Part;
use crate::domain::id::PetitionId;
use crate::domain::petition::{self, AssignmentMode, Kind, Petition};
use crate::domain::workflow::grounds::{FilingReason, RefusalGround};
use crate::domain::workflow::petition::{
    ActingThrough, BodyType, Classification, Competence, PaperCommand, Proposal, Relation, Round,
    Route, SenderType,
};
use crate::label;
use crate::web::petitions::list::{Choice, units};

/// Contents that one form splits a petition into, at most.
const PARTS: [(&str, &str); 4] = [
    ("loai_1", "noi_dung_1"),
    ("loai_2", "noi_dung_2"),
    ("loai_3", "noi_dung_3"),
    ("loai_4", "noi_dung_4"),
];
/// Longest content of a part: that of a petition at the counter.
const CONTENT_MAX: usize = 100_000;

/// The ways of a slip, with their codes in the form.
const ROUTES: [(&str, &str); 7] = [
    ("giao", "Thụ lý: giao đơn vị"),
    ("khong-thu-ly", "Không thụ lý"),
    ("huong-dan", "Hướng dẫn"),
    ("chuyen", "Chuyển đơn"),
    ("don-doc", "Đôn đốc"),
    ("tra-lai", "Trả lại đơn"),
    ("luu", "Lưu đơn"),
];

/// The axes of the law, in the order of the paper.
pub(super) fn classification(values: &Values) -> Vec<Section> {
    let set = |name: &str| values.all(name).to_vec();
    let ineligible = FilingReason::ALL.iter().copied().filter(|reason| reason.is_ineligibility());
    vec![
        Section::new(
            "Đơn là gì",
            vec![
                Field::choice("loai", "Loại đơn", kinds(&set("loai"))).class("c3"),
                Field::choice(
                    "linh_vuc",
                    "Lĩnh vực",
                    choices(
                        petition::Field::ALL.iter().copied(),
                        petition::Field::code,
                        label::field,
                        &set("linh_vuc"),
                    ),
                )
                .class("c5"),
                Field::choice(
                    "lan",
                    "Lần giải quyết",
                    choices(Round::ALL.iter().copied(), Round::code, label::round, &set("lan")),
                )
                .class("c4"),
                Field::tick("nhieu_noi_dung", "Có nhiều nội dung, phải tách"),
                Field::tick("khong_ten", "Không ghi tên người gửi"),
            ],
        ),
        Section::new(
            "Thẩm quyền",
            vec![
                Field::choice("tham_quyen", "Thẩm quyền giải quyết", competences(values))
                    .class("c6"),
                Field::line("co_quan", "Cơ quan có thẩm quyền (nếu không phải ở đây)"),
            ],
        ),
        Section::new(
            "Điều kiện xử lý",
            vec![
                Field::ticks(
                    "khong_du",
                    "Không đủ điều kiện vì",
                    choices(ineligible, FilingReason::code, label::filing_reason, &set("khong_du")),
                )
                .hint("Không chọn mục nào: đủ điều kiện."),
            ],
        ),
        Section::new("Người gửi và đơn trước", sender_fields(values)),
    ]
}

fn sender_fields(values: &Values) -> Vec<Field> {
    let set = |name: &str| values.all(name).to_vec();
    vec![
        Field::choice(
            "nguoi_gui",
            "Người gửi là",
            choices(
                SenderType::ALL.iter().copied(),
                SenderType::code,
                label::sender_type,
                &set("nguoi_gui"),
            ),
        ),
        Field::choice(
            "thuc_hien",
            "Thực hiện",
            choices(
                ActingThrough::ALL.iter().copied(),
                ActingThrough::code,
                label::acting,
                &set("thuc_hien"),
            ),
        ),
        Field::choice(
            "quan_he",
            "Quan hệ với đơn trước",
            choices(
                Relation::ALL.iter().copied(),
                Relation::code,
                label::relation,
                &set("quan_he"),
            ),
        )
        .class("c4"),
        Field::line("don_truoc", "Số đơn trước").class("c2"),
        Field::line("da_giai_quyet", "Cơ quan đã giải quyết"),
    ]
}

fn kinds(chosen: &[String]) -> Vec<Choice> {
    choices(Kind::ALL.iter().copied(), Kind::code, label::kind, chosen)
}

/// Ours first, then the kinds of other bodies.
fn competences(values: &Values) -> Vec<Choice> {
    let chosen = values.one("tham_quyen");
    let ours = Choice {
        value: OURS.into(),
        label: "thuộc thẩm quyền của cơ quan này".into(),
        is_chosen: chosen == OURS,
    };
    let others = BodyType::ALL.iter().map(|body| Choice {
        value: body.code().into(),
        label: format!("của {} khác", label::body_type(*body)),
        is_chosen: chosen == body.code(),
    });
    std::iter::once(ours).chain(others).collect()
}

const OURS: &str = "o-day";

/// The slip: one way, and what that way needs.
pub(super) fn slip(place: &Place<'_>) -> Vec<Section> {
    let values = place.values;
    let chosen = values.one("huong");
    let routes = ROUTES.map(|(value, label)| Choice {
        value: value.into(),
        label: label.into(),
        is_chosen: chosen == value,
    });
    let set = |name: &str| values.all(name).to_vec();
    let grounds = place.refusal_grounds();
    let body = |label| vec![Field::line("co_quan", label).class("c12")];
    vec![
        Section::new(
            "Hướng xử lý",
            vec![Field::choice("huong", "Đề xuất", routes.into_iter().collect())],
        ),
        assigned_to(place).when("huong", "giao"),
        Section::new(
            "Căn cứ không thụ lý",
            vec![Field::ticks(
                "can_cu",
                "Căn cứ",
                choices(grounds, RefusalGround::code, label::refusal_ground, &set("can_cu")),
            )],
        )
        .when("huong", "khong-thu-ly"),
        Section::new("Cơ quan", body("Cơ quan, tổ chức"))
            .when("huong", "huong-dan chuyen don-doc tra-lai"),
        Section::new("Lý do trả lại", vec![Field::long("ly_do", "Lý do")]).when("huong", "tra-lai"),
        Section::new(
            "Lý do lưu đơn",
            vec![Field::ticks(
                "luu",
                "Lý do",
                choices(
                    FilingReason::ALL.iter().copied(),
                    FilingReason::code,
                    label::filing_reason,
                    &set("luu"),
                ),
            )],
        )
        .when("huong", "luu"),
        Section::new(
            "Căn cứ, thuyết minh",
            vec![Field::long("ghi_chu", "Ghi trên phiếu (nếu có)")],
        ),
    ]
}

fn assigned_to(place: &Place<'_>) -> Section {
    let values = place.values;
    Section::new(
        "Giao đơn vị",
        vec![
            Field::choice(
                "don_vi",
                "Đơn vị",
                units(place.office, place.on, values.one("don_vi").parse().ok()),
            )
            .class("c5"),
            Field::choice(
                "hinh_thuc",
                "Hình thức giao",
                choices(
                    AssignmentMode::ALL.iter().copied(),
                    AssignmentMode::code,
                    label::mode,
                    values.all("hinh_thuc"),
                ),
            )
            .class("c4"),
            Field::day("han", "Hạn").hint("Để trống: theo luật."),
        ],
    )
}

/// The contents that a petition is split into.
pub(super) fn parts(values: &Values) -> Vec<Section> {
    const LEGENDS: [&str; 4] = ["Nội dung 1", "Nội dung 2", "Nội dung 3", "Nội dung 4"];
    let sections = PARTS.iter().zip(LEGENDS).enumerate().map(|(at, ((kind, content), legend))| {
        let fields = vec![
            Field::choice(kind, "Loại đơn", kinds(values.all(kind))).class("c3"),
            Field::long(content, "Nội dung").class("c12"),
        ];
        let section = Section::new(legend, fields);
        if at < 2 { section } else { section.folded() }
    });
    sections.collect()
}

/// The outgoing paper of what was approved.
pub(super) fn read_dispatch(reader: &mut Reader<'_>, place: &Place<'_>) -> Option<PaperCommand> {
    let route = place.petition.paper.proposal.as_ref().map(|slip| &slip.route);
    let (kind, _) = route.and_then(Route::dispatch)?;
    Some(PaperCommand::Dispatch(reader.document(kind, place.on)))
}

/// Approval, with another proposal where the leader has changed the slip's.
pub(super) fn read_approval(reader: &mut Reader<'_>, place: &Place<'_>) -> Option<PaperCommand> {
    let slip = read_slip(reader)?;
    let written = place.petition.paper.proposal.as_ref();
    let changed = Some(slip).filter(|slip| Some(slip) != written);
    Some(PaperCommand::Approve { changed, remark: reader.text("y_kien") })
}

/// The axes; `None` beside the errors.
pub(super) fn read_classification(reader: &mut Reader<'_>) -> Option<Classification> {
    let kind = reader.member("loai", Kind::from_code);
    let field = reader.member("linh_vuc", petition::Field::from_code);
    let round = reader.member("lan", Round::from_code);
    let sender = reader.member("nguoi_gui", SenderType::from_code);
    let acting = reader.member("thuc_hien", ActingThrough::from_code);
    let competence = read_competence(reader);
    let relation = reader.optional_member("quan_he", Relation::from_code);
    let earlier = match relation {
        Some(relation) => {
            let id: Option<PetitionId> =
                reader.parsed("don_truoc", "Ghi số đơn trước, như 2017/0412.");
            id.map(|id| (relation, id))
        }
        None => None,
    };
    Some(Classification {
        kind: kind?,
        has_several_contents: reader.is_ticked("nhieu_noi_dung"),
        ineligible: reader.members("khong_du", FilingReason::from_code),
        competence: competence?,
        sender: sender?,
        acting: acting?,
        field: field?,
        round: round?,
        is_anonymous: reader.is_ticked("khong_ten"),
        handled_before_by: reader.line("da_giai_quyet"),
        earlier,
    })
}

fn read_competence(reader: &mut Reader<'_>) -> Option<Competence> {
    if reader.optional_member("tham_quyen", |code| (code == OURS).then_some(())).is_some() {
        return Some(Competence::Ours);
    }
    let body_type = reader.member("tham_quyen", BodyType::from_code)?;
    Some(Competence::Other { body_type, body: reader.line("co_quan") })
}

/// The slip; `None` beside the errors.
pub(super) fn read_slip(reader: &mut Reader<'_>) -> Option<Proposal> {
    let code = reader.member("huong", |code| {
        ROUTES.iter().map(|(value, _)| *value).find(|value| *value == code)
    })?;
    let route = match code {
        "giao" => {
            let unit = reader.parsed("don_vi", "Chưa chọn đơn vị.");
            let mode = reader.member("hinh_thuc", AssignmentMode::from_code);
            let due_on = reader.day("han");
            Route::Accept { unit: unit?, mode: mode?, due_on }
        }
        "khong-thu-ly" => {
            Route::Refuse { grounds: reader.members("can_cu", RefusalGround::from_code) }
        }
        "huong-dan" => Route::Guide { body: reader.required_line("co_quan") },
        "chuyen" => Route::Forward { body: reader.required_line("co_quan") },
        "don-doc" => Route::Urge { body: reader.required_line("co_quan") },
        "tra-lai" => Route::Return {
            body: reader.required_line("co_quan"),
            reason: reader.required_text("ly_do"),
        },
        _ => Route::FileAway { reasons: reader.members("luu", FilingReason::from_code) },
    };
    Some(Proposal { route, note: reader.text("ghi_chu") })
}

/// The contents of a petition that is split; blank ones are left out.
pub(super) fn read_parts(reader: &mut Reader<'_>) -> Vec<Part> {
    let mut parts = Vec::new();
    for (kind, content) in PARTS {
        let text = reader.content(content, CONTENT_MAX);
        if let Some(content) = text
            && let Some(kind) = reader.member(kind, Kind::from_code)
        {
            parts.push(Part { kind, content });
        }
    }
    if parts.len() < 2 && reader.errors.is_empty() {
        reader.errors.add(PARTS[parts.len()].1, "Cần ít nhất hai nội dung.");
    }
    parts
}

/// A form filled with what is known: the last classification, or what the intake wrote down.
pub(super) fn known_classification(petition: &Petition, values: &mut Values) {
    values.set("loai", petition.kind().code());
    values.set("linh_vuc", petition.field().map_or("", petition::Field::code));
    values.set("lan", Round::First.code());
    values.set("tham_quyen", OURS);
    values.set("nguoi_gui", SenderType::Individual.code());
    values.set("thuc_hien", ActingThrough::Self_.code());
    if petition.facts.petitioner.is_none() && !petition.is_sealed() {
        values.set("khong_ten", "1");
    }
    let Some(found) = &petition.paper.classification else { return };
    values.set("lan", found.round.code());
    values.set("nguoi_gui", found.sender.code());
    values.set("thuc_hien", found.acting.code());
    values.set("nhieu_noi_dung", if found.has_several_contents { "1" } else { "" });
    values.set("khong_ten", if found.is_anonymous { "1" } else { "" });
    values.set_all("khong_du", found.ineligible.iter().map(|reason| reason.code()));
    values.set("da_giai_quyet", found.handled_before_by.clone().unwrap_or_default());
    if let Competence::Other { body_type, body } = &found.competence {
        values.set("tham_quyen", body_type.code());
        values.set("co_quan", body.clone().unwrap_or_default());
    }
    if let Some((relation, earlier)) = &found.earlier {
        values.set("quan_he", relation.code());
        values.set("don_truoc", earlier.to_string());
    }
}

/// A form filled with the slip as it was written.
pub(super) fn known_slip(slip: &Proposal, values: &mut Values) {
    values.set("ghi_chu", slip.note.clone().unwrap_or_default());
    let code = match &slip.route {
        Route::Accept { unit, mode, due_on } => {
            values.set("don_vi", unit.to_string());
            values.set("hinh_thuc", mode.code());
            values.set("han", due_on.map(label::date).unwrap_or_default());
            "giao"
        }
        Route::Refuse { grounds } => {
            values.set_all("can_cu", grounds.iter().map(|ground| ground.code()));
            "khong-thu-ly"
        }
        Route::Guide { body } => {
            values.set("co_quan", body);
            "huong-dan"
        }
        Route::Forward { body } => {
            values.set("co_quan", body);
            "chuyen"
        }
        Route::Urge { body } => {
            values.set("co_quan", body);
            "don-doc"
        }
        Route::Return { body, reason } => {
            values.set("co_quan", body);
            values.set("ly_do", reason);
            "tra-lai"
        }
        Route::FileAway { reasons } => {
            values.set_all("luu", reasons.iter().map(|reason| reason.code()));
            "luu"
        }
    };
    values.set("huong", code);
}
