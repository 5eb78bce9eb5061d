# Sourced by ./vae: where the ML packages come from on this machine, and what has to be installed for that.
# Every step looks at what is there, so that a set-up that was cut off is finished by the next call.

onnxruntime_package=com.github.asus4.onnxruntime@0.4.8
onnxruntime_sha512=a4726146038601ad9903d173334fd4618e5c1a6a75657dd1fb8cd0a65d338ec09caf9458494c901a284b81185a3b17385805d4603fc1d54287965f0f2898cc23
training_packages=(g++ libtorch-dev libopenblas0-pthread)

say() { echo "vae: $*" >&2; }
fail() { echo "error: $*" >&2; exit 1; }
fail_usage() { echo "error: $*" >&2; exit 2; }

# quietly WHAT COMMAND...: shows the command's output only if it fails. No child keeps the lock (descriptor 9).
quietly() {
  local what=$1 log; shift
  log=$(mktemp)
  if ! "$@" >"$log" 2>&1 9>&-; then
    { grep -E 'error|Error|E:' "$log" | sort -u | head -20 || true; tail -5 "$log"; } >&2
    rm -f "$log"
    fail "$what failed (its last lines are above). Mend that and call ./vae again: it goes on where it stopped."
  fi
  rm -f "$log"
}

# with_lock COMMAND...: two ./vae at once set up and build one after the other.
with_lock() {
  mkdir -p "$state"
  exec 9>"$state/lock"
  flock -n 9 || { say "waiting for another ./vae to finish its set-up"; flock 9; }
  "$@"
  exec 9>&-
}

require_dotnet() {
  command -v dotnet >/dev/null || fail "dotnet is not on PATH; expected the .NET 10 SDK. Install it (package dotnet-sdk-10.0) and call ./vae again."
}

provider() { sed -n 's:.*>\(nuget\|compat\)</PackageProvider>.*:\1:p' "$state/provider.props" 2>/dev/null || true; }

remember_provider() {
  cat >"$state/provider.props.new" <<XML
<Project>
  <PropertyGroup>
    <PackageProvider Condition="'\$(PackageProvider)' == ''">$1</PackageProvider>
  </PropertyGroup>
</Project>
XML
  mv "$state/provider.props.new" "$state/provider.props"
}

# Decides once between the real packages and compat/: a restore of the real ones tells whether the feed has them.
choose_provider() {
  local forced=${PackageProvider:-} chosen
  chosen=$(provider)
  case $forced in
    '') [[ -z $chosen ]] || return 0 ;;
    nuget | compat)
      [[ $forced != "$chosen" ]] || return 0
      remember_provider "$forced"
      say "packages: $forced, as PackageProvider=$forced asks"
      return ;;
    *) fail_usage "PackageProvider is \"$forced\"; expected nuget or compat. Set it to one of these, or unset it." ;;
  esac

  local probe=$state/probe output reason
  mkdir -p "$probe"
  cat >"$probe/probe.csproj" <<'XML'
<Project Sdk="Microsoft.NET.Sdk">
  <ItemGroup>
    <PackageReference Include="Microsoft.ML" />
    <PackageReference Include="Microsoft.ML.OnnxTransformer" />
    <PackageReference Include="Microsoft.ML.OnnxRuntime" />
    <!-- Asked for, but without libtorch behind them: generating images never needs it. -->
    <PackageDownload Include="TorchSharp" Version="$(TorchSharpVersion)" />
    <PackageDownload Include="TorchSharp-cpu" Version="$(TorchSharpVersion)" />
  </ItemGroup>
</Project>
XML
  if output=$(dotnet restore "$probe" -p:PackageProvider=nuget 2>&1 9>&-); then
    remember_provider nuget
    say "packages: the real ones, which the package feed has"
  elif reason=$(grep -oE 'error NU110[123]: .*' <<<"$output" | head -1) && [[ -n $reason ]]; then
    remember_provider compat
    reason=${reason#error }
    say "packages: the stand-ins in compat/, because the package feed lacks the real ones (${reason%% \[*})"
  else
    grep -E 'error' <<<"$output" | head -5 >&2 || true
    fail "the package feed could not be asked (its answer is above). Check the connection and the feed, or set PackageProvider=nuget|compat."
  fi
  rm -rf "$probe"
}

# debian PACKAGE...: installs those that are missing.
debian() {
  local missing=() package
  for package in "$@"; do
    [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) == 'install ok installed' ]] || missing+=("$package")
  done
  [[ ${#missing[@]} -gt 0 ]] || return 0
  command -v apt-get >/dev/null || fail "apt-get is not on PATH, and these packages are missing: ${missing[*]}. Install them by hand (Debian 12 names) and call ./vae again."
  [[ $(id -u) -eq 0 ]] || fail "installing packages needs root. Run: sudo apt-get install -y --no-install-recommends ${missing[*]} and call ./vae again."
  say "installing from Debian: ${missing[*]}"
  export DEBIAN_FRONTEND=noninteractive
  # An installation that was cut off has to be finished first; without one, apt-get alone waits for dpkg's lock.
  [[ -z $(dpkg --audit) ]] || quietly 'dpkg --configure -a' dpkg --configure -a
  quietly 'apt-get update' apt-get -o DPkg::Lock::Timeout=600 update
  quietly "apt-get install ${missing[*]}" apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "${missing[@]}"
}

# The official sources and library of ONNX Runtime, for compat/OnnxRuntime.
fetch_onnxruntime() {
  [[ ! -e $state/onnxruntime/complete ]] || return 0
  [[ $(uname -sm) == 'Linux x86_64' ]] || fail "compat/ runs on Linux x86_64; found $(uname -sm). Use a package feed that has the real packages (PackageProvider=nuget)."
  command -v npm >/dev/null || debian npm
  say "fetching $onnxruntime_package (128 MB)"
  local download=$state/download
  rm -rf "$download" && mkdir -p "$download"
  (cd "$download" && quietly 'npm pack' npm pack --silent "$onnxruntime_package")
  local tarball found
  tarball=$(find "$download" -name '*.tgz')
  found=$(sha512sum "$tarball" | cut -d' ' -f1)
  [[ $found == "$onnxruntime_sha512" ]] || fail "$onnxruntime_package: SHA-512 is $found; expected $onnxruntime_sha512. Nothing of it was used; call ./vae again, or ask whoever runs the registry."
  tar -xzf "$tarball" -C "$download" package/Runtime package/Plugins/Linux/x64/libonnxruntime.so package/LICENSE package/ThirdPartyNotices.txt
  touch "$download/package/complete"
  rm -rf "$state/onnxruntime"
  mv "$download/package" "$state/onnxruntime"
  rm -rf "$download"
}

provision_inference() {
  require_dotnet
  choose_provider
  [[ $(provider) == nuget ]] || fetch_onnxruntime
}

provision_training() {
  provision_inference
  [[ $(provider) == nuget ]] || debian "${training_packages[@]}"
}

provision_tests() {
  provision_training
  debian $(grep -v '^#' tests/debian-packages.txt)
}
