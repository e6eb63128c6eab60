//! Units in words: what they are, who heads them, what was changed, and why a change contradicts.

use chrono::NaiveDate;

use super::{count, date, document, unconfirmed};
use crate::app::settings::Office;
use crate::domain::organisation::{Alteration, Contradiction, Matter, Standing, Unit, UnitKind};

/// The name of a kind of unit.
pub fn unit_kind(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Office => "Văn phòng",
        UnitKind::Desk => "Ban Tiếp công dân",
        UnitKind::Inspectorate => "Thanh tra",
        UnitKind::Department => "Phòng chuyên môn",
        UnitKind::PublicService => "Đơn vị sự nghiệp",
        UnitKind::Ward => "UBND phường",
        UnitKind::Commune => "UBND xã",
    }
}

/// The title of who heads a unit, as papers address the post.
pub fn head_title(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Office => "Chánh Văn phòng",
        UnitKind::Desk => "Trưởng ban",
        UnitKind::Inspectorate => "Chánh Thanh tra",
        UnitKind::Department => "Trưởng phòng",
        UnitKind::PublicService => "Thủ trưởng đơn vị",
        UnitKind::Ward => "Chủ tịch UBND phường",
        UnitKind::Commune => "Chủ tịch UBND xã",
    }
}

/// Full name of a unit in a list of choices: one that ended by the day is marked with its last day.
pub fn unit_choice(unit: &Unit, today: NaiveDate) -> String {
    match unit.valid_to.filter(|last| *last < today) {
        Some(last) => format!("{} (đến {})", unit.name, date(last)),
        None => unit.name.clone(),
    }
}

/// What a unit may be competent for.
pub fn matter(matter: Matter) -> &'static str {
    match matter {
        Matter::FirstComplaint => "khiếu nại lần đầu",
        Matter::SecondComplaint => "khiếu nại lần hai",
        Matter::Denunciation => "tố cáo",
    }
}

/// Whether a unit may settle a matter, and what says so ("có – LKN Đ.17").
pub fn standing(standing: Standing<'_>) -> String {
    match standing {
        Standing::ByLaw(row) => format!("có – {}{}", row.citation, unconfirmed(row.confidence)),
        Standing::Own(is_competent, change) => {
            let answer = if is_competent { "có" } else { "không" };
            format!("{answer} – {}", document(&change.document))
        }
        Standing::None => "không: kiểm tra, tham mưu, đề xuất".into(),
    }
}

/// From when to when a unit exists ("từ 01/07/2025", "đến 30/06/2025"); empty where neither is known.
pub fn unit_validity(unit: &Unit) -> String {
    let from = unit.valid_from.map(|day| format!("từ {}", date(day)));
    let to = unit.valid_to.map(|day| format!("đến {}", date(day)));
    from.into_iter().chain(to).collect::<Vec<_>>().join(" ")
}

/// What was changed, in a sentence without its full stop.
pub fn alteration(what: &Alteration, office: &Office) -> String {
    let name = |unit| office.full_name(unit);
    match what {
        Alteration::Renamed { name, short_name, was, was_short } => {
            format!("Đổi tên từ {was} ({was_short}) thành {name} ({short_name})")
        }
        Alteration::Remote { is_remote: true } => "Được xếp vùng sâu, vùng xa, hải đảo".into(),
        Alteration::Remote { is_remote: false } => "Không còn là vùng sâu, vùng xa, hải đảo".into(),
        Alteration::Competence { matter: of, is_competent: true } => {
            format!("Được tự giải quyết {}", matter(*of))
        }
        Alteration::Competence { matter: of, is_competent: false } => {
            format!("Không còn được tự giải quyết {}", matter(*of))
        }
        Alteration::Reopened { was_until } => {
            format!("Mở lại: bỏ việc kết thúc sau ngày {}", date(*was_until))
        }
        Alteration::Closed { heir: Some(heir) } => {
            format!("Kết thúc hoạt động; đơn chưa xong chuyển sang {}", name(*heir))
        }
        Alteration::Closed { heir: None } => "Kết thúc hoạt động".into(),
        Alteration::Merged { into } => format!("Sáp nhập vào {}", name(*into)),
        Alteration::Split { into, heir } => {
            let parts: Vec<_> = into.iter().map(|unit| name(*unit)).collect();
            format!(
                "Chia tách thành {}; đơn chưa xong chuyển sang {}",
                parts.join(", "),
                name(*heir)
            )
        }
    }
}

/// Why a change of a unit is refused.
pub fn contradiction(reason: &Contradiction) -> String {
    match reason {
        Contradiction::Future => {
            "Ngày hiệu lực ở tương lai. Hãy ghi vào ngày đó hoặc sau đó.".into()
        }
        Contradiction::Ended(last) => {
            format!("Đơn vị đã kết thúc, ngày cuối là {}.", date(*last))
        }
        Contradiction::BeforeStart(first) => {
            format!("Đơn vị thành lập ngày {}: ngày hiệu lực phải sau ngày đó.", date(*first))
        }
        Contradiction::BeforeLastChange(last) => format!(
            "Đơn vị có thay đổi đã ghi ngày {}: ngày hiệu lực không được trước ngày đó.",
            date(*last)
        ),
        Contradiction::Nothing => "Không có gì khác với hiện tại.".into(),
        Contradiction::NameTaken => "Đã có đơn vị khác mang tên này.".into(),
        Contradiction::IntoItself => "Đơn vị không thể kế thừa chính mình.".into(),
        Contradiction::NotThere(unit) => format!(
            "Đơn vị số {unit} không tồn tại vào ngày đó. Kiểm tra ngày thành lập, ngày kết thúc."
        ),
        Contradiction::TooFewParts => "Chia tách cần ít nhất hai đơn vị mới.".into(),
        Contradiction::HeirNotAPart => {
            "Đơn vị nhận đơn chưa xong phải là một trong các đơn vị mới.".into()
        }
        Contradiction::OpenPetitions(open) => {
            format!("Còn {} đơn chưa xong: hãy chọn đơn vị nhận các đơn này.", count(*open))
        }
    }
}
