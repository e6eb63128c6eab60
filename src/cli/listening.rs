//! Where and how the server is reached: the options that `serve` and `demo` share, and what they may not be together.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;

use super::failure::Failure;
use super::say;
use crate::app::App;
use crate::exit::Exit;
use crate::web::edge::Edge;
use crate::web::server::Doors;
use crate::web::tls::{PairError, Remark, Tls};

#[derive(clap::Args)]
pub(super) struct Listening {
    /// Địa chỉ phục vụ; ngoài máy này cần --tls-cert và --tls-key, hoặc --plain-http
    #[arg(long, env = "DONTHU_LISTEN", default_value = "127.0.0.1:8080", value_name = "ĐỊA_CHỈ")]
    listen: SocketAddr,
    /// Chứng thư (PEM, kèm chứng thư trung gian): phục vụ bằng HTTPS; đọc lại khi tệp đổi
    #[arg(long, env = "DONTHU_TLS_CERT", requires = "tls_key", value_name = "TỆP")]
    tls_cert: Option<PathBuf>,
    /// Khóa riêng của chứng thư (PEM, không đặt mật khẩu)
    #[arg(long, env = "DONTHU_TLS_KEY", requires = "tls_cert", value_name = "TỆP")]
    tls_key: Option<PathBuf>,
    /// Địa chỉ HTTP thường, chỉ để dẫn sang HTTPS
    #[arg(long, env = "DONTHU_REDIRECT_FROM", requires = "tls_cert", value_name = "ĐỊA_CHỈ")]
    redirect_from: Option<SocketAddr>,
    /// Cho phép phục vụ HTTP không mã hóa ra ngoài máy này; quản trị viên được nhắc trên mọi trang
    #[arg(long, env = "DONTHU_PLAIN_HTTP", conflicts_with = "tls_cert")]
    plain_http: bool,
    /// Proxy đứng trước máy chủ, được tin về địa chỉ người dùng (X-Forwarded-For, X-Forwarded-Proto); có thể nhiều
    #[arg(long, env = "DONTHU_BEHIND_PROXY", value_delimiter = ',', value_name = "ĐỊA_CHỈ_IP")]
    behind_proxy: Vec<IpAddr>,
}

impl Listening {
    /// What can be known to be wrong before anything is opened; gives the certificate.
    pub(super) fn check(&self) -> Result<Option<Arc<Tls>>, Failure> {
        if let (Some(certificate), Some(key)) = (&self.tls_cert, &self.tls_key) {
            return Ok(Some(Arc::new(Tls::open(certificate, key)?)));
        }
        if self.is_exposed() && !self.plain_http {
            return Err(Failure::new(
                Exit::Usage,
                format!(
                    "không phục vụ HTTP không mã hóa tại {}: ai ở giữa đường cũng đọc được mật khẩu và nội dung đơn.\n\
                     Phục vụ bằng HTTPS: thêm --tls-cert TỆP --tls-key TỆP (chứng thư và khóa dạng PEM).\n\
                     Chỉ dùng trên máy này: --listen 127.0.0.1:{}.\n\
                     Nếu vẫn muốn HTTP không mã hóa (mạng thử, sau proxy): thêm --plain-http.",
                    self.listen,
                    self.listen.port()
                ),
            ));
        }
        Ok(None)
    }

    /// Opens the listeners, and tells people what they should know of how the server is reached.
    pub(super) async fn open(&self, app: &App, tls: Option<Arc<Tls>>) -> Result<Doors, Failure> {
        let pages = bind(self.listen, "--listen").await?;
        let from_plain = match self.redirect_from {
            Some(address) => Some(bind(address, "--redirect-from").await?),
            None => None,
        };
        if let Some(remark) = tls.as_ref().and_then(|tls| tls.remark(app.clock.now())) {
            say(&format!("Cảnh báo: {}", words(&remark)));
        }
        if tls.is_none() && self.is_exposed() {
            app.note_plain_http();
            say("Cảnh báo: đang phục vụ HTTP không mã hóa ra ngoài máy này (--plain-http).");
        }
        Ok(Doors { pages, tls, from_plain })
    }

    /// What the pages' outermost layer needs to know of it.
    pub(super) fn edge(&self) -> Edge {
        let proxies = self.behind_proxy.iter().map(IpAddr::to_canonical).collect();
        Edge { proxies, is_tls: self.tls_cert.is_some() }
    }

    /// How an address of ours begins.
    pub(super) fn scheme(&self) -> &'static str {
        if self.tls_cert.is_some() { "https" } else { "http" }
    }

    fn is_exposed(&self) -> bool {
        !self.listen.ip().to_canonical().is_loopback()
    }
}

async fn bind(address: SocketAddr, option: &str) -> Result<TcpListener, Failure> {
    TcpListener::bind(address).await.map_err(|error| {
        let words =
            format!("không mở được địa chỉ {address}: {error}. Chọn địa chỉ khác bằng {option}.");
        Failure::new(Exit::Failure, words)
    })
}

fn words(remark: &Remark) -> &'static str {
    match remark {
        Remark::Expired => {
            "chứng thư đã hết hạn: trình duyệt sẽ chặn trang. Thay tệp chứng thư mới, không cần chạy lại."
        }
        Remark::NotYet => {
            "chứng thư chưa đến ngày có hiệu lực, hoặc đồng hồ máy chủ sai: trình duyệt sẽ chặn trang."
        }
        Remark::EndsSoon => {
            "chứng thư hết hạn trong vòng 14 ngày tới. Thay tệp chứng thư mới, không cần chạy lại."
        }
        Remark::Nameless => {
            "chứng thư không ghi tên máy chủ (Subject Alternative Name): trình duyệt sẽ chặn trang."
        }
    }
}

impl From<PairError> for Failure {
    fn from(error: PairError) -> Self {
        let words = match error {
            PairError::Unreadable { file, error } => {
                format!("không đọc được tệp {}: {error}", file.display())
            }
            PairError::NoCertificate(file) => format!(
                "{} không phải tệp chứng thư dạng PEM (-----BEGIN CERTIFICATE-----).",
                file.display()
            ),
            PairError::NoKey(file) => format!(
                "{} không phải tệp khóa riêng dạng PEM (-----BEGIN PRIVATE KEY-----).",
                file.display()
            ),
            PairError::EncryptedKey(file) => format!(
                "khóa riêng {} có mật khẩu. Bỏ mật khẩu (openssl pkey -in cũ.pem -out mới.pem) và để tệp ở quyền 0600.",
                file.display()
            ),
            PairError::Mismatch => {
                "khóa riêng không phải của chứng thư này. Kiểm tra --tls-cert và --tls-key có cùng một lần cấp."
                    .to_owned()
            }
            PairError::Rejected(why) => format!("không dùng được chứng thư và khóa: {why}."),
        };
        Self::new(Exit::BadFile, words)
    }
}
