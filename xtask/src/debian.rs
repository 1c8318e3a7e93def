//! Installing packages on Debian and Ubuntu.
use std::process::Command;

use anyhow::Result;

use crate::command;

/// Whether this is Debian or one of its kin, and packages may be installed.
pub(crate) fn can_install() -> bool {
    is_debian(&release())
        && command::find("apt-get").is_some()
        && command::probe("id", &["-u"]).is_some_and(|id| id.trim() == "0")
}

fn release() -> String {
    std::fs::read_to_string("/etc/os-release").unwrap_or_default()
}

/// Whether the text of `/etc/os-release` names Debian, Ubuntu or a system made from them.
fn is_debian(release: &str) -> bool {
    names(release).any(|name| name == "debian" || name == "ubuntu")
}

fn names(release: &str) -> impl Iterator<Item = &str> {
    release
        .lines()
        .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
        .flat_map(|value| value.trim_matches('"').split(' '))
}

/// What Ubuntu calls a package of Debian.
fn ubuntu_name(package: &str) -> &str {
    if package == "chromium" {
        "chromium-browser"
    } else {
        package
    }
}

/// Installs packages by apt.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
    let is_ubuntu = names(&release()).any(|name| name == "ubuntu");
    let packages: Vec<&str> = packages
        .iter()
        .map(|package| if is_ubuntu { ubuntu_name(package) } else { package })
        .collect();
    println!("Installing by apt: {}", packages.join(" "));
    command::run(apt().args(["update", "-q"]))?;
    command::run(
        apt()
            .args(["install", "-q", "-y", "--no-install-recommends"])
            .args(packages),
    )
}

fn apt() -> Command {
    let mut apt = Command::new("apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

#[cfg(test)]
mod tests {
    use super::is_debian;

    #[test]
    fn debian_and_ubuntu_and_their_kin_are_known() {
        assert!(is_debian("PRETTY_NAME=\"Debian GNU/Linux 12\"\nID=debian\n"));
        assert!(is_debian("ID=ubuntu\nID_LIKE=debian\n"));
        assert!(is_debian("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"));
        assert!(!is_debian("ID=fedora\nPRETTY_NAME=\"not debian\"\n"));
    }
}
