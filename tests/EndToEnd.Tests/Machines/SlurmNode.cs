using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace VaePipeline.EndToEnd.Tests.Machines;

/// <summary>
/// A Slurm cluster of this machine alone, with two processors: controller, node and authentication are processes of its
/// own, with key, socket, ports and folders of its own, so that a cluster that the machine belongs to never notices.
/// </summary>
[SupportedOSPlatform("linux")]
public sealed class SlurmNode : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string[] Programs = ["munged", "slurmctld", "slurmd", "sbatch", "sinfo", "squeue", "scontrol", "scancel"];

    private readonly string _folder = Directory.CreateTempSubdirectory("vae-slurm-").FullName;
    private readonly Lazy<bool> _isStarted;

    public SlurmNode() => _isStarted = new(Start);

    /// <summary>With this, Slurm's commands go to this cluster.</summary>
    public (string Name, string Value) Environment => ("SLURM_CONF", In("slurm.conf"));

    /// <summary>
    /// Starts it for the first test that calls this, and waits until the node takes jobs. Skips the test if a program of
    /// Slurm's is missing. If all are there and it does not start, every test that calls this fails with the reason.
    /// </summary>
    public SlurmNode Started()
    {
        foreach (string program in Programs)
        {
            SystemProgram.OrSkip(program, "munge, slurmctld, slurmd and slurm-client");
        }

        _ = _isStarted.Value; // Remembers the exception of a start that failed.
        return this;
    }

    /// <summary>Runs a line of shell with Slurm's commands.</summary>
    public string Run(string line) => ChildProcess.Shell(_folder, line, Environment);

    /// <summary>Waits until no job is left that waits or runs.</summary>
    public void WaitForJobs() => WaitUntil(() => Run("squeue -h -o %i").Length == 0, "the jobs to end");

    /// <summary>State of a job or an array's task, in Slurm's words.</summary>
    public string StateOf(string job) => Run($"squeue -h -t all -r -j {job} -o %T").Trim();

    /// <summary>Waits for something; the test fails where it does not come.</summary>
    public void WaitUntil(Func<bool> isSo, string what)
    {
        for (Stopwatch watch = Stopwatch.StartNew(); !isSo(); Thread.Sleep(20))
        {
            Assert.True(watch.Elapsed < Patience, $"waited {Patience.TotalSeconds:0} s for {what}\n{Run("squeue -t all -r || true")}\n{Log("slurmctld.log")}\n{Log("slurmd.log")}");
        }
    }

    public void Dispose()
    {
        if (File.Exists(In("slurmd.pid")) && File.Exists(In("slurmctld.pid")))
        {
            // A task outlives its node's daemon; a test that failed may have left some.
            Run("scancel --me || true; for i in {1..100}; do [[ -n $(squeue -h || true) ]] || break; sleep 0.1; done");
        }

        foreach (string daemon in new[] { "slurmd", "slurmctld", "munged" })
        {
            if (File.Exists(In(daemon + ".pid")))
            {
                Stop(File.ReadAllText(In(daemon + ".pid")).Trim());
            }
        }

        Directory.Delete(_folder, recursive: true);
    }

    private bool Start()
    {
        foreach (string name in new[] { "state", "spool" })
        {
            Directory.CreateDirectory(In(name));
        }

        File.WriteAllBytes(In("key"), RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(In("key"), UnixFileMode.UserRead);
        File.WriteAllText(In("slurm.conf"), Configuration());

        StartDaemon($"munged --force --key-file={In("key")} --socket={In("socket")} --pid-file={In("munged.pid")} --log-file={In("munged.log")} --seed-file={In("seed")}");
        StartDaemon($"slurmctld -f {In("slurm.conf")}");
        StartDaemon($"slurmd -f {In("slurm.conf")}");
        WaitUntil(() => Run("sinfo -h -o %T || true").Trim() == "idle", "the node to take jobs");
        return true;
    }

    private static void Stop(string process)
    {
        // What ended is there, as Z, until its parent has asked for its exit code.
        ChildProcess.Shell("/", $$"""
            state() { sed 's/.*) //; s/ .*//' /proc/{{process}}/stat 2>/dev/null || echo Z; }
            kill {{process}} 2>/dev/null || true
            for i in {1..100}; do [[ $(state) != Z ]] || exit 0; sleep 0.1; done
            kill -9 {{process}}
            """);
    }

    private string Configuration()
    {
        string host = System.Environment.MachineName, user = System.Environment.UserName;
        int[] ports = FreePorts(2);
        return string.Create(CultureInfo.InvariantCulture, $"""
            ClusterName=vae
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={ports[0]}
            SlurmdPort={ports[1]}
            CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
            AuthType=auth/munge
            # A task that is requeued waits until its old credential has expired.
            AuthInfo=socket={In("socket")},cred_expire=5
            SlurmUser={user}
            SlurmdUser={user}
            StateSaveLocation={In("state")}
            SlurmdSpoolDir={In("spool")}
            SlurmctldPidFile={In("slurmctld.pid")}
            SlurmdPidFile={In("slurmd.pid")}
            SlurmctldLogFile={In("slurmctld.log")}
            SlurmdLogFile={In("slurmd.log")}
            SlurmdParameters=config_overrides
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            MpiDefault=none
            SchedulerType=sched/builtin
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core
            ReturnToService=2
            KillWait=5
            JobAcctGatherType=jobacct_gather/none
            NodeName={host} NodeAddr=127.0.0.1 CPUs=2 State=UNKNOWN
            PartitionName=debug Nodes={host} Default=YES MaxTime=INFINITE State=UP

            """);
    }

    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners)
        {
            listener.Start();
        }

        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners)
        {
            listener.Dispose();
        }

        return ports;
    }

    // A daemon must not keep the pipes of the test.
    private void StartDaemon(string line) => ChildProcess.Shell(
        _folder, $"PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin; {line} </dev/null >>{In("start.log")} 2>&1 || {{ cat {In("start.log")} >&2; exit 1; }}", Environment);

    private string Log(string name) => File.Exists(In(name)) ? string.Join('\n', File.ReadLines(In(name)).TakeLast(30)) : $"no {name}";

    private string In(string name) => Path.Combine(_folder, name);
}
