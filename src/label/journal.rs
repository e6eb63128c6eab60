//! The journal in words: who, what. Ids and numbers only: what a history says is told by [`super::happening`].

use super::count;
use crate::app::settings::Office;
use crate::domain::journal::kind::ActKind;
use crate::domain::journal::{
    AccountAct, Act, Denial, Export, Growth, LedgerAct, SealKeyAct, StepKind, Stretches, UnitAct,
    Who,
};

/// The name of a kind of act.
pub fn act_kind(kind: ActKind) -> &'static str {
    match kind {
        ActKind::Session => "Đăng nhập, đăng xuất",
        ActKind::Refusal => "Bị từ chối",
        ActKind::Petition => "Xử lý đơn",
        ActKind::Identity => "Mở danh tính người gửi",
        ActKind::Export => "Xuất, in dữ liệu",
        ActKind::Ledger => "Nhập sổ cũ",
        ActKind::Account => "Tài khoản",
        ActKind::Unit => "Đơn vị",
        ActKind::Law => "Quy tắc, lịch làm việc",
        ActKind::System => "Hệ thống",
    }
}

/// Who acted.
pub fn who(who: Who, office: &Office) -> String {
    match who {
        Who::Console => "Máy chủ".into(),
        Who::Account(account) => office.person(account).to_owned(),
        Who::Stranger => "Chưa đăng nhập".into(),
    }
}

/// What was done.
pub fn act(act: &Act, office: &Office) -> String {
    match act {
        Act::Began { petitions, events } => format!(
            "Bắt đầu nhật ký; trước đó đã có {} đơn, {} sự kiện",
            count(*petitions),
            count(*events)
        ),
        Act::SignedIn => "Đăng nhập".into(),
        Act::SignedOut => "Đăng xuất".into(),
        Act::SignInRefused { account: Some(account), times } => {
            format!("Đăng nhập không được vào tài khoản {}{}", office.person(*account), n(*times))
        }
        Act::SignInRefused { account: None, times } => {
            format!("Đăng nhập không được, tên không có{}", n(*times))
        }
        Act::Refused { what, petition, times } => {
            let of = petition.map(|id| format!(", đơn {id}")).unwrap_or_default();
            format!("{}{of}{}", denial(what), n(*times))
        }
        Act::Petition(growth) => format!("Đơn {}: {}", growth.id, steps(growth)),
        Act::Ledger(act) => ledger(act),
        Act::Practice(petitions) => format!("Dựng đơn thực hành: {}", stretches(petitions)),
        Act::Account { account, what } => {
            format!("Tài khoản {}: {}", office.person(*account), account_act(*what))
        }
        Act::Unit { unit, what } => {
            format!("Đơn vị {}: {}", office.full_name(*unit), unit_act(*what))
        }
        Act::Law { change } => format!("Sửa quy tắc hoặc lịch, lần sửa số {change}"),
        Act::ShippedLaw { petitions } => format!(
            "Bản phần mềm mới có quy định khác: tính lại hạn của {} đơn chưa xong",
            count(*petitions)
        ),
        Act::OfficeSetUp => "Đặt tên cơ quan, tạo các đơn vị ban đầu".into(),
        Act::Export(export) => exported(export),
        Act::CodesRequired(roles) if roles.is_empty() => {
            "Không vai trò nào bắt buộc mã xác nhận".into()
        }
        Act::CodesRequired(roles) => {
            let roles = roles.iter().map(|role| super::role(*role)).collect::<Vec<_>>();
            format!("Bắt buộc mã xác nhận với vai trò: {}", roles.join(", "))
        }
        Act::SealKey(act) => seal_key(*act),
    }
}

/// How often, where more than once.
fn n(times: u32) -> String {
    if times > 1 { format!(", {} lần", count(u64::from(times))) } else { String::new() }
}

fn denial(what: &Denial) -> String {
    match what {
        Denial::Route(route) => match route.split_once(' ') {
            Some(("POST", page)) => format!("Không được gửi biểu mẫu ở {page}"),
            Some((_, page)) => format!("Không được mở trang {page}"),
            None => format!("Không được mở trang {route}"),
        },
        Denial::Step => "Không được làm bước này".into(),
        Denial::Many => "Bị từ chối nhiều việc".into(),
    }
}

fn steps(growth: &Growth) -> String {
    let mut kinds: Vec<&str> = growth.kinds.iter().map(|kind| step_kind(*kind)).collect();
    kinds.dedup();
    let numbers = match growth.last() {
        last if last > growth.first => format!("sự kiện {}–{last}", growth.first),
        _ => format!("sự kiện {}", growth.first),
    };
    format!("{} ({numbers})", kinds.join(", "))
}

fn step_kind(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Received => "tiếp nhận",
        StepKind::Assigned => "giao",
        StepKind::Resolved => "ghi kết quả",
        StepKind::FiledAway => "lưu đơn",
        StepKind::IdentityOpened => "mở danh tính người gửi",
        StepKind::Paper => "xử lý đơn",
        StepKind::Case => "giải quyết",
        StepKind::HandedOver => "bàn giao",
        StepKind::Corrected => "sửa thông tin",
        StepKind::StepCorrected => "sửa bước đã ghi",
        StepKind::Protection => "giữ bí mật người gửi",
    }
}

fn seal_key(act: SealKeyAct) -> String {
    match act {
        SealKeyAct::Rotated { key, records } => {
            format!("Đổi khóa niêm phong: khóa {key:08x}, {} danh tính", count(records))
        }
        SealKeyAct::Copied => "Chép tệp khóa niêm phong ra tệp khác".into(),
        SealKeyAct::StartedAnew { key } => {
            format!("Làm tệp khóa niêm phong mới vì mất tệp cũ: khóa {key:08x}")
        }
    }
}

fn ledger(act: &LedgerAct) -> String {
    match act {
        LedgerAct::Begun { batch } => format!("Bắt đầu lần nhập sổ {batch}"),
        LedgerAct::TakenIn { batch, petitions, held } => format!(
            "Lần nhập sổ {batch}: {}; {} dòng chờ sửa",
            stretches(petitions),
            count(u64::from(*held))
        ),
        LedgerAct::Ended { batch, is_cancelled: false } => format!("Xong lần nhập sổ {batch}"),
        LedgerAct::Ended { batch, is_cancelled: true } => format!("Dừng lần nhập sổ {batch}"),
        LedgerAct::Undone { batch, petitions } => {
            format!("Hoàn tác lần nhập sổ {batch}: bỏ {} đơn", count(*petitions))
        }
        LedgerAct::RowCorrected { row, petition: Some(petition), .. } => {
            format!("Sửa dòng chờ {row}: thành đơn {petition}")
        }
        LedgerAct::RowCorrected { row, petition: None, .. } => {
            format!("Sửa dòng chờ {row}, còn phải sửa")
        }
        LedgerAct::RowDropped { row } => format!("Bỏ dòng chờ {row}"),
    }
}

/// Numbers of petitions that came together.
fn stretches(petitions: &Stretches) -> String {
    const SHOWN: usize = 4;
    let all = &petitions.petitions;
    let shown = all.iter().take(SHOWN).map(|one| match one.last {
        last if last > one.first => format!("{}/{:04}–{last:04}", one.year, one.first),
        _ => format!("{}/{:04}", one.year, one.first),
    });
    let shown = shown.collect::<Vec<_>>().join(", ");
    let more = if all.len() > SHOWN { ", …" } else { "" };
    match petitions.count() {
        0 => "không đơn nào".into(),
        number => format!("{} đơn ({shown}{more})", count(number)),
    }
}

fn account_act(what: AccountAct) -> &'static str {
    match what {
        AccountAct::Made => "tạo",
        AccountAct::Posts => "đổi vai trò",
        AccountAct::PasswordSet => "đặt lại mật khẩu",
        AccountAct::Closed => "khóa",
        AccountAct::Opened => "mở lại",
        AccountAct::MadeFirst => "tạo quản trị viên đầu tiên bằng liên kết khởi tạo",
        AccountAct::OwnPassword => "tự đổi mật khẩu",
        AccountAct::CodesOn => "bật mã xác nhận",
        AccountAct::CodesOff => "tắt mã xác nhận",
        AccountAct::RecoveryRenewed => "tạo lại mã dự phòng",
        AccountAct::BrokeGlass => "đặt lại mật khẩu và tắt mã xác nhận ở máy chủ",
        AccountAct::SessionsEnded => "tự kết thúc phiên ở nơi khác",
    }
}

fn unit_act(what: UnitAct) -> String {
    match what {
        UnitAct::Added => "thêm".into(),
        UnitAct::AddedFromLedger => "thêm theo sổ cũ".into(),
        UnitAct::Changed => "thay đổi".into(),
        UnitAct::HandedOver(petitions) => {
            format!("chuyển {} đơn chưa xong sang đơn vị nhận", count(petitions))
        }
    }
}

fn exported(export: &Export) -> String {
    match export {
        Export::List { rows, address } => {
            format!("Xuất Excel {} đơn của danh sách {address}", count(*rows))
        }
        Export::Receipt { petition } => format!("Mở biên nhận đơn {petition} để in"),
        Export::Everything { petitions } => {
            format!("Xuất toàn bộ dữ liệu: {} đơn", count(*petitions))
        }
        Export::Search { hits } => format!("Tìm đơn ở máy chủ: {} kết quả", count(*hits)),
        Export::Accounts { accounts } => {
            format!("Liệt kê {} tài khoản ở máy chủ", count(*accounts))
        }
        Export::Sealed { petitions } => {
            format!("Xuất toàn bộ {} đơn kèm danh tính đang niêm phong", count(*petitions))
        }
    }
}
