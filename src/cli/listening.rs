//! Where and how the server is reached: the options that `serve` and `demo` share.

use std::net::{IpAddr, SocketAddr};

use crate::web::edge::Edge;

#[derive(clap::Args)]
pub(super) struct Listening {
    /// Địa chỉ phục vụ
    #[arg(long, env = "DONTHU_LISTEN", default_value = "127.0.0.1:8080", value_name = "ĐỊA_CHỈ")]
    pub(super) listen: SocketAddr,
    /// Proxy đứng trước máy chủ, được tin về địa chỉ người dùng (X-Forwarded-For, X-Forwarded-Proto); có thể nhiều
    #[arg(long, env = "DONTHU_BEHIND_PROXY", value_delimiter = ',', value_name = "ĐỊA_CHỈ_IP")]
    behind_proxy: Vec<IpAddr>,
}

impl Listening {
    /// What the pages' outermost layer needs to know of it.
    pub(super) fn edge(&self) -> Edge {
        let proxies = self.behind_proxy.iter().map(IpAddr::to_canonical).collect();
        Edge { proxies, is_tls: false }
    }
}
