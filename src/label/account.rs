//! Words about accounts: posts with their days, passwords, waits, browsers.
//!
//! Called by the pages of accounts and of one's own account, and by `donthu account`.

use super::{date, role};
use crate::app::account::PASSWORD_MIN;
use crate::app::error::Weakness;
use crate::app::settings::Office;
use crate::domain::permission::tenure::{Tenure, TenureFault};

/// A post with its unit: "Chuyên viên – Phòng Tài nguyên và Môi trường".
pub fn tenure(one: &Tenure, office: &Office) -> String {
    match one.post.unit {
        Some(unit) => format!("{} – {}", role(one.post.role), office.full_name(unit)),
        None => role(one.post.role).to_owned(),
    }
}

pub(super) fn tenure_fault(fault: TenureFault) -> String {
    match fault {
        TenureFault::EndsBeforeStart => "Ngày cuối ở trước ngày đầu.".into(),
        TenureFault::HeldAlready(from) => {
            format!("Vai trò này đã giữ từ ngày {}, trùng những ngày vừa chọn.", date(from))
        }
        TenureFault::NotHeld => "Không có vai trò này để kết thúc; hãy tải lại trang.".into(),
        TenureFault::Ended(last) => {
            format!(
                "Vai trò này kết thúc ngày {}; chỉ cho kết thúc sớm hơn khi chưa đến ngày đó.",
                date(last)
            )
        }
        TenureFault::BegunMeanwhile(from) => format!(
            "Có vai trò bắt đầu ngày {}, sau ngày vừa chọn: chọn ngày muộn hơn.",
            date(from)
        ),
    }
}

pub(super) fn weak_password(weakness: Weakness) -> String {
    match weakness {
        Weakness::TooShort => {
            format!("Mật khẩu cần ít nhất {PASSWORD_MIN} ký tự. Một câu ngắn dễ nhớ là tốt nhất.")
        }
        Weakness::Common => {
            "Mật khẩu này hay gặp, sẽ bị đoán trước tiên. Một câu ngắn dễ nhớ là tốt nhất.".into()
        }
        Weakness::Name => "Mật khẩu không được chứa tên đăng nhập, họ tên hay tên cơ quan.".into(),
    }
}

/// How long to wait: "40 giây", "5 phút".
pub(super) fn wait(seconds: u64) -> String {
    if seconds <= 90 {
        format!("{seconds} giây")
    } else {
        format!("{} phút", seconds.div_ceil(60))
    }
}

/// A browser in words, from what it says of itself; empty where it says nothing.
pub fn browser(agent: &str) -> String {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, words)| *words)
    };
    // Each claims to be all the ones after it.
    let browser = first(&[
        ("coc_coc_browser", "Cốc Cốc"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS", "Firefox"),
        ("CriOS", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} trên {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) if agent.trim().is_empty() => String::new(),
        (None, None) => "trình duyệt khác".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_told_in_words() {
        let rows = [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
                "Chrome trên Windows",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0",
                "Edge trên Windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
                "Firefox trên Linux",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari trên iPhone",
            ),
            (
                "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36",
                "Chrome trên Android",
            ),
            ("curl/8.5.0", "trình duyệt khác"),
            ("<script>alert(1)</script>", "trình duyệt khác"),
            ("", ""),
        ];
        for (agent, words) in rows {
            assert_eq!(browser(agent), words, "{agent}");
        }
    }

    #[test]
    fn waits_are_told_in_seconds_then_in_minutes() {
        let rows = [(1, "1 giây"), (90, "90 giây"), (91, "2 phút"), (300, "5 phút")];
        for (seconds, words) in rows {
            assert_eq!(wait(seconds), words);
        }
    }
}
