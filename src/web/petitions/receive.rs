//! `/don/moi`: intake on one screen, by keyboard, in the order of the paper.
//!
//! Nothing typed is lost: an error shows the form again with everything in it. A form makes one petition however often
//! it is sent.
//! Its fields and how they are read are those of a correction as well (`correct`).

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use chrono::NaiveDate;
use serde::Deserialize;

use super::list::{Choice, fields, kinds};
use crate::app::App;
use crate::app::error::AppError;
use crate::app::{identity, intake};
use crate::domain::organisation::wards;
use crate::domain::permission::Actor;
use crate::domain::person::{IdentityNumber, Petitioner, Phone, spell_name};
use crate::domain::petition::{Channel, Facts, Field, Kind, Source};
use crate::domain::seal::SealHappening;
use crate::domain::text::{self, TextError};
use crate::label;
use crate::web::error::{PageError, PageResult};
use crate::web::extract::{Form, Query, SignedIn};
use crate::web::form::{self, FieldErrors, blocking};
use crate::web::page::{Frame, Place, html};
use crate::web::{Shared, filters};

/// Longest content, in characters: some forty typed pages.
const CONTENT_MAX: usize = 100_000;
/// Longest single line of the form.
const LINE_MAX: usize = 300;
/// Most people that one petition speaks for.
const GROUP_MAX: u32 = 100_000;

/// The form as posted: what was typed, untouched.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(in crate::web) struct IntakeRaw {
    pub(super) khoa: String,
    pub(super) nguon: String,
    pub(super) co_quan: String,
    pub(super) ngay_nhan: String,
    pub(super) ngay_viet: String,
    pub(super) so_nguoi: String,
    pub(super) nac_danh: String,
    pub(super) ho_ten: String,
    pub(super) cccd: String,
    pub(super) dien_thoai: String,
    pub(super) dia_chi: String,
    pub(super) phuong_xa: String,
    pub(super) loai: String,
    pub(super) linh_vuc: String,
    pub(super) bi_khieu_nai: String,
    pub(super) noi_dung: String,
    pub(super) giay_to: String,
    pub(super) ban_goc: String,
    pub(super) ghi_chu: String,
    /// The sender asks to be protected.
    pub(super) giu_bi_mat: String,
    /// The identity is in a paper file alone, and its number.
    pub(super) ngoai_he_thong: String,
    pub(super) so_ho_so: String,
}

#[derive(Template)]
#[template(path = "petitions/receive.html", config = "assets/askama.toml")]
struct ReceivePage {
    frame: Frame,
    raw: IntakeRaw,
    errors: FieldErrors,
    sources: Vec<Choice>,
    kinds: Vec<Choice>,
    fields: Vec<Choice>,
    wards: Vec<String>,
    /// The petition that was saved just before.
    saved: Option<String>,
    /// A protected sender of another petition is the one of that.
    has_related: bool,
}

#[derive(Deserialize)]
pub(in crate::web) struct Before {
    /// The petition saved just before.
    #[serde(default)]
    vua: String,
    #[serde(default)]
    nguon: String,
    #[serde(default)]
    ngay: String,
    #[serde(default)]
    lien_quan: String,
}

pub(in crate::web) async fn show(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Query(before): Query<Before>,
) -> PageResult {
    let page = blocking(&app, move |app| {
        let today = label::date(app.clock.today());
        let raw = IntakeRaw {
            khoa: new_form_key()?,
            nguon: before.nguon,
            ngay_nhan: if before.ngay.is_empty() { today } else { before.ngay },
            so_nguoi: "1".into(),
            ..IntakeRaw::default()
        };
        let saved = before.vua.parse().ok().map(|id: crate::domain::id::PetitionId| id.to_string());
        let has_related = saved.is_some() && before.lien_quan == "1";
        let page = page(app, &actor, raw, FieldErrors::default(), saved)?;
        Ok(ReceivePage { has_related, ..page })
    })
    .await?;
    html(&page)
}

pub(in crate::web) async fn submit(
    State(app): State<Shared>,
    SignedIn(actor): SignedIn,
    Form(raw): Form<IntakeRaw>,
) -> PageResult {
    let today = app.clock.today();
    let errors = match parse(&raw, today) {
        Ok((form_key, facts, protection)) => {
            let (source, received) = (raw.nguon.clone(), raw.ngay_nhan.clone());
            let by = actor.clone();
            let made = blocking(&app, move |app| {
                let sender = facts.petitioner.clone();
                let id = intake::register_protected(app, &by, form_key, facts, protection)?;
                let related = sender.map(|sender| identity::has_related(app, &sender, id));
                Ok((id, related.transpose()?.unwrap_or_default()))
            })
            .await;
            let (id, has_related) = match made {
                Err(PageError::App(AppError::Refused(reason))) => {
                    let mut errors = FieldErrors::default();
                    errors.refuse(reason, "noi_dung")?;
                    let again = IntakeRaw { khoa: new_form_key()?, ..raw };
                    return form_again(&app, actor, again, errors).await;
                }
                made => made?,
            };
            let next = format!(
                "/don/moi?vua={id}&nguon={}&ngay={}{}",
                form::encode(&source),
                form::encode(&received),
                if has_related { "&lien_quan=1" } else { "" }
            );
            return Ok(Redirect::to(&next).into_response());
        }
        Err(errors) => errors,
    };
    form_again(&app, actor, raw, errors).await
}

/// The form with everything that was typed and what is wrong with it.
async fn form_again(app: &Shared, actor: Actor, raw: IntakeRaw, errors: FieldErrors) -> PageResult {
    let page = blocking(app, move |app| page(app, &actor, raw, errors, None)).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, html(&page)?).into_response())
}

fn page(
    app: &App,
    actor: &Actor,
    raw: IntakeRaw,
    errors: FieldErrors,
    saved: Option<String>,
) -> Result<ReceivePage, AppError> {
    let office = app.office();
    Ok(ReceivePage {
        frame: Frame::new(app, actor, Place::Intake)?,
        sources: sources(&raw.nguon),
        kinds: kinds(Kind::from_code(&raw.loai)),
        fields: fields(Field::from_code(&raw.linh_vuc)),
        wards: wards(&office.units, app.clock.today()).map(str::to_owned).collect(),
        raw,
        errors,
        saved,
        has_related: false,
    })
}

/// The channels, the one with this code chosen.
pub(super) fn sources(chosen: &str) -> Vec<Choice> {
    let choice = |channel: &Channel| Choice {
        value: channel.code().to_owned(),
        label: label::channel(*channel).to_owned(),
        is_chosen: chosen == channel.code(),
    };
    Channel::ALL.iter().map(choice).collect()
}

fn new_form_key() -> Result<String, AppError> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| AppError::Internal(error.to_string()))?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)))
}

/// Everything typed as facts, or all that is wrong with it at once.
fn parse(
    raw: &IntakeRaw,
    today: NaiveDate,
) -> Result<(u128, Facts, Option<SealHappening>), FieldErrors> {
    let mut errors = FieldErrors::default();
    let form_key = u128::from_str_radix(&raw.khoa, 16).ok();
    if form_key.is_none() {
        errors.add("khoa", "Biểu mẫu đã cũ; những gì đã nhập vẫn còn, hãy mở lại trang này.");
    }
    let protection = protection(raw, &mut errors);
    let is_outside = matches!(protection, Some(SealHappening::KeptOutside { .. }));
    let required = Required { sender: !is_outside, source: true };
    let facts = parse_facts(raw, today, required, &mut errors);
    match form_key.zip(facts) {
        Some((form_key, facts)) if errors.is_empty() => Ok((form_key, facts, protection)),
        Some(_) | None => Err(errors),
    }
}

/// What the form says of the sender's protection beside the kind.
fn protection(raw: &IntakeRaw, errors: &mut FieldErrors) -> Option<SealHappening> {
    if raw.ngoai_he_thong == "1" {
        let typed = [&raw.ho_ten, &raw.cccd, &raw.dien_thoai, &raw.dia_chi];
        if typed.iter().any(|text| !text.trim().is_empty()) {
            let words =
                "Danh tính giữ ngoài hệ thống thì không nhập họ tên, số CCCD, điện thoại, địa chỉ.";
            errors.add("ho_ten", words);
        }
        if Kind::from_code(&raw.loai) != Some(Kind::Denunciation) {
            errors.add("ngoai_he_thong", "Chỉ dùng cho đơn tố cáo.");
        }
        let file = text::line(&raw.so_ho_so, identity::NUMBER_MAX).unwrap_or_else(|error| {
            errors.add("so_ho_so", label::text_error(&error));
            String::new()
        });
        return Some(SealHappening::KeptOutside { file });
    }
    if raw.giu_bi_mat == "1" && raw.nac_danh == "1" {
        errors.add("giu_bi_mat", "Đơn nặc danh không có danh tính để giữ bí mật.");
    }
    (raw.giu_bi_mat == "1").then_some(SealHappening::Asked { reason: None })
}

/// What of the paper must be there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Required {
    /// A sender, or the mark of an anonymous petition; otherwise the fields are not read.
    pub(super) sender: bool,
    /// How it came in: past books do not always say.
    pub(super) source: bool,
}

/// What the paper says; `None` beside the errors.
pub(super) fn parse_facts(
    raw: &IntakeRaw,
    today: NaiveDate,
    required: Required,
    errors: &mut FieldErrors,
) -> Option<Facts> {
    let kind = Kind::from_code(&raw.loai);
    if kind.is_none() {
        errors.add("loai", "Chưa chọn loại đơn.");
    }
    let received_on = received(&raw.ngay_nhan, today, errors);
    let written_on = written(&raw.ngay_viet, received_on, errors);
    let has_source = required.source || !raw.nguon.is_empty();
    let source = if has_source { source(raw, errors) } else { None };
    let petitioner = if required.sender { petitioner(raw, errors) } else { None };
    let group_size = group_size(&raw.so_nguoi, errors);
    let content = match text::block(&raw.noi_dung, CONTENT_MAX) {
        Ok(content) => content,
        Err(error) => {
            errors.add("noi_dung", label::text_error(&error));
            String::new()
        }
    };
    let respondent = optional("bi_khieu_nai", &raw.bi_khieu_nai, errors);
    let enclosures = optional("giay_to", &raw.giay_to, errors);
    let note = optional("ghi_chu", &raw.ghi_chu, errors);
    Some(Facts {
        kind: kind?,
        received_on: received_on?,
        written_on,
        source,
        petitioner,
        group_size,
        content,
        field: Field::from_code(&raw.linh_vuc),
        respondent,
        enclosures,
        has_originals: raw.ban_goc == "1",
        note,
    })
    .filter(|_| errors.is_empty())
}

fn received(raw: &str, today: NaiveDate, errors: &mut FieldErrors) -> Option<NaiveDate> {
    let Some(day) = label::read_date(raw) else {
        errors.add("ngay_nhan", "Ngày không có thật hoặc chưa đúng dạng ngày/tháng/năm.");
        return None;
    };
    if !intake::is_plausible_receipt(day, today) {
        errors
            .add("ngay_nhan", format!("Ngày nhận phải từ năm {} đến hôm nay.", intake::FIRST_YEAR));
        return None;
    }
    Some(day)
}

fn written(raw: &str, received: Option<NaiveDate>, errors: &mut FieldErrors) -> Option<NaiveDate> {
    if raw.trim().is_empty() {
        return None;
    }
    let day = label::read_date(raw);
    match (day, received) {
        (None, _) => {
            errors.add("ngay_viet", "Ngày không có thật hoặc chưa đúng dạng ngày/tháng/năm.");
        }
        (Some(day), Some(received)) if day > received => {
            errors.add("ngay_viet", "Ngày ghi trong đơn sau ngày nhận.");
        }
        _ => {}
    }
    day
}

fn source(raw: &IntakeRaw, errors: &mut FieldErrors) -> Option<Source> {
    let Some(channel) = Channel::from_code(&raw.nguon) else {
        errors.add("nguon", "Chưa chọn nguồn đơn.");
        return None;
    };
    let from_body = optional("co_quan", &raw.co_quan, errors);
    if channel == Channel::Forwarded && from_body.is_none() {
        errors.add("co_quan", "Chưa ghi cơ quan chuyển đơn.");
    }
    Some(Source { channel, from_body })
}

fn petitioner(raw: &IntakeRaw, errors: &mut FieldErrors) -> Option<Petitioner> {
    if raw.nac_danh == "1" {
        if !raw.ho_ten.trim().is_empty() {
            errors.add("ho_ten", "Đơn nặc danh thì không có họ tên: bỏ một trong hai.");
        }
        return None;
    }
    let name = match spell_name(&raw.ho_ten) {
        Ok(name) => Some(name),
        Err(TextError::Empty) => {
            errors.add("ho_ten", "Chưa nhập họ tên (hoặc đánh dấu đơn nặc danh).");
            None
        }
        Err(error) => {
            errors.add("ho_ten", label::text_error(&error));
            None
        }
    };
    let identity_number = match raw.cccd.trim() {
        "" => None,
        typed => IdentityNumber::parse(typed)
            .map_err(|_| errors.add("cccd", "Số CCCD có 12 chữ số, CMND có 9."))
            .ok(),
    };
    let phone = match raw.dien_thoai.trim() {
        "" => None,
        typed => Phone::parse(typed)
            .map_err(|_| errors.add("dien_thoai", "Số điện thoại có 8 đến 12 chữ số."))
            .ok(),
    };
    let address = optional("dia_chi", &raw.dia_chi, errors);
    let ward = optional("phuong_xa", &raw.phuong_xa, errors);
    Some(Petitioner { name: name?, address, ward, identity_number, phone })
}

fn group_size(raw: &str, errors: &mut FieldErrors) -> u32 {
    match raw.trim().parse() {
        Ok(size) if (1..=GROUP_MAX).contains(&size) => size,
        _ => {
            errors.add("so_nguoi", "Số người là một số từ 1 trở lên.");
            1
        }
    }
}

pub(super) fn optional(field: &'static str, raw: &str, errors: &mut FieldErrors) -> Option<String> {
    match text::line(raw, LINE_MAX) {
        Ok(line) => Some(line),
        Err(TextError::Empty) => None,
        Err(error) => {
            errors.add(field, label::text_error(&error));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw() -> IntakeRaw {
        IntakeRaw {
            khoa: "0f".into(),
            nguon: "truc-tiep".into(),
            ngay_nhan: "14/3/2018".into(),
            so_nguoi: "1".into(),
            ho_ten: "NGUYỄN THỊ NGỌC LOAN".into(),
            loai: "KN".into(),
            noi_dung: "Không đồng ý giá bồi thường".into(),
            ..IntakeRaw::default()
        }
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2018, 3, 14).unwrap()
    }

    #[test]
    fn a_paper_becomes_facts() {
        let (key, facts, _) = parse(&raw(), today()).unwrap();
        assert_eq!((key, facts.kind, facts.received_on), (15, Kind::Complaint, today()));
        assert_eq!(facts.petitioner.unwrap().name, "Nguyễn Thị Ngọc Loan");
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let wrong = IntakeRaw {
            nguon: "co-quan-chuyen".into(),
            ngay_nhan: "15/03/2018".into(),
            ngay_viet: "31/02/2018".into(),
            so_nguoi: "không".into(),
            ho_ten: "  ".into(),
            cccd: "123".into(),
            loai: String::new(),
            noi_dung: "\n".into(),
            ..raw()
        };
        let errors = parse(&wrong, today()).unwrap_err();
        for field in
            ["co_quan", "ngay_nhan", "ngay_viet", "so_nguoi", "ho_ten", "cccd", "loai", "noi_dung"]
        {
            assert!(!errors.of(field).is_empty(), "{field}");
        }
    }

    #[test]
    fn an_identity_kept_outside_is_not_typed() {
        let outside = IntakeRaw {
            ngoai_he_thong: "1".into(),
            so_ho_so: "12/HSM".into(),
            loai: "TC".into(),
            ho_ten: String::new(),
            ..raw()
        };
        let (_, facts, protection) = parse(&outside, today()).unwrap();
        assert_eq!(facts.petitioner, None);
        assert_eq!(protection, Some(SealHappening::KeptOutside { file: "12/HSM".into() }));
        let wrong = IntakeRaw { loai: "KN".into(), so_ho_so: " ".into(), ..outside.clone() };
        let named = IntakeRaw { cccd: "052184001234".into(), ..outside };
        let (wrong, named) =
            (parse(&wrong, today()).unwrap_err(), parse(&named, today()).unwrap_err());
        for (errors, field) in
            [(&wrong, "ngoai_he_thong"), (&wrong, "so_ho_so"), (&named, "ho_ten")]
        {
            assert!(!errors.of(field).is_empty(), "{field}");
        }
    }

    #[test]
    fn an_anonymous_petition_has_no_name() {
        let anonymous = IntakeRaw { nac_danh: "1".into(), ho_ten: String::new(), ..raw() };
        assert!(parse(&anonymous, today()).unwrap().1.petitioner.is_none());
        let both = IntakeRaw { nac_danh: "1".into(), ..raw() };
        assert!(!parse(&both, today()).unwrap_err().of("ho_ten").is_empty());
    }
}
