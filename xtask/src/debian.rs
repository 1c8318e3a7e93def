//! Installing packages on Debian and Ubuntu.
use std::process::Command;

use anyhow::Result;

use crate::command;

/// Whether this is Debian or one of its kin, and packages may be installed.
pub(crate) fn can_install() -> bool {
    let Ok(release) = std::fs::read_to_string("/etc/os-release") else {
        return false;
    };
    is_debian(&release)
        && command::find("apt-get").is_some()
        && command::probe("id", &["-u"]).is_some_and(|id| id.trim() == "0")
}

/// Whether the text of `/etc/os-release` names Debian, Ubuntu or a system made from them.
fn is_debian(release: &str) -> bool {
    release
        .lines()
        .filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")))
        .flat_map(|value| value.trim_matches('"').split(' '))
        .any(|word| word == "debian" || word == "ubuntu")
}

/// Installs packages by apt.
pub(crate) fn install(packages: &[&str]) -> Result<()> {
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
