// The part of the stand-in for the BitsTransfer module that is the same for all cmdlets. Their classes, made from the
// command catalog, follow it. What they do is done by the model of BITS in tests/src/bits, asked over a loopback port.
using System;
using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Bitsmith.Tests
{
    /// <summary>Asks the model: one line of fields there, lines of fields back.</summary>
    public static class Model
    {
        public static List<string[]> Ask(IEnumerable<string> fields)
        {
            var escaped = new List<string>();
            foreach (string field in fields) escaped.Add(Escape(field));
            byte[] request = new UTF8Encoding(false).GetBytes(string.Join("\t", escaped) + "\n");
            var lines = new List<string[]>();
            int port = int.Parse(Environment.GetEnvironmentVariable("BITSMITH_MODEL"));
            using (var client = new TcpClient("127.0.0.1", port))
            using (NetworkStream stream = client.GetStream())
            {
                stream.Write(request, 0, request.Length);
                using (var reader = new StreamReader(stream, new UTF8Encoding(false)))
                {
                    string line;
                    while ((line = reader.ReadLine()) != null)
                    {
                        string[] parts = line.Split('\t');
                        for (int i = 0; i < parts.Length; i++) parts[i] = Unescape(parts[i]);
                        lines.Add(parts);
                    }
                }
            }
            return lines;
        }

        public static void Sleep(int seconds)
        {
            Ask(new[] { "sleep", seconds.ToString() });
        }

        public static DateTime Now()
        {
            return new DateTime(long.Parse(Ask(new[] { "now" })[0][1]), DateTimeKind.Utc);
        }

        static string Escape(string text)
        {
            return text.Replace("\\", "\\\\").Replace("\t", "\\t").Replace("\n", "\\n").Replace("\r", "\\r");
        }

        static string Unescape(string text)
        {
            var plain = new StringBuilder();
            for (int i = 0; i < text.Length; i++)
            {
                char letter = text[i];
                if (letter == '\\' && i + 1 < text.Length)
                {
                    letter = text[++i];
                    if (letter == 't') letter = '\t';
                    else if (letter == 'n') letter = '\n';
                    else if (letter == 'r') letter = '\r';
                }
                plain.Append(letter);
            }
            return plain.ToString();
        }
    }

    public enum BitsJobState { Queued, Connecting, Transferring, Suspended, Error, TransientError, Transferred, Acknowledged, Cancelled }
    public enum BitsJobType { Download, Upload, UploadReply }
    public enum BitsJobPriority { Foreground, High, Normal, Low }
    public enum BitsProxyUsage { SystemDefault, NoProxy, Override, AutoDetect }

    /// <summary>Something with members that the model is asked for whenever they are read.</summary>
    public abstract class Living
    {
        protected readonly string Key;

        protected Living(string key)
        {
            Key = key;
        }

        protected abstract string Kind { get; }

        protected List<string> Member(string name)
        {
            var values = new List<string>();
            foreach (string[] line in Model.Ask(new[] { "member", Kind, Key, name }))
            {
                // What a value is stands last, its kind before it.
                if (line[0] == "value") values.Add(line[line.Length - 1]);
            }
            return values;
        }

        protected string Text(string name)
        {
            List<string> values = Member(name);
            return values.Count == 0 ? null : values[0];
        }

        protected long Number(string name)
        {
            return long.Parse(Text(name));
        }

        protected ulong Count(string name)
        {
            return ulong.Parse(Text(name));
        }

        protected DateTime Time(string name)
        {
            return new DateTime(Number(name), DateTimeKind.Utc);
        }
    }

    public sealed class BitsFile : Living
    {
        public BitsFile(string key) : base(key) { }
        protected override string Kind { get { return "BitsFile"; } }
        public string RemoteName { get { return Text("RemoteName"); } }
        public string LocalName { get { return Text("LocalName"); } }
        public bool IsTransferComplete { get { return Text("IsTransferComplete") == "true"; } }
        public ulong BytesTotal { get { return Count("BytesTotal"); } }
        public ulong BytesTransferred { get { return Count("BytesTransferred"); } }
    }

    public sealed class BitsJob : Living
    {
        public BitsJob(string key) : base(key) { }
        protected override string Kind { get { return "BitsJob"; } }
        public Guid JobId { get { return new Guid(Key); } }
        public string DisplayName { get { return Text("DisplayName"); } }
        public string Description { get { return Text("Description"); } }
        public string OwnerAccount { get { return Text("OwnerAccount"); } }
        public BitsJobState JobState { get { return (BitsJobState)Number("JobState"); } }
        public BitsJobType TransferType { get { return (BitsJobType)Number("TransferType"); } }
        public BitsJobPriority Priority { get { return (BitsJobPriority)Number("Priority"); } }
        public BitsProxyUsage ProxyUsage { get { return (BitsProxyUsage)Number("ProxyUsage"); } }
        public string[] ProxyList { get { return Member("ProxyList").ToArray(); } }
        public string[] ProxyBypassList { get { return Member("ProxyBypassList").ToArray(); } }
        public long RetryInterval { get { return Number("RetryInterval"); } }
        public long RetryTimeout { get { return Number("RetryTimeout"); } }
        public long TransientErrorCount { get { return Number("TransientErrorCount"); } }
        public string ErrorContext { get { return Text("ErrorContext"); } }
        public string ErrorCondition { get { return Text("ErrorCondition"); } }
        public long InternalErrorCode { get { return Number("InternalErrorCode"); } }
        public string ErrorDescription { get { return Text("ErrorDescription"); } }
        public string ErrorContextDescription { get { return Text("ErrorContextDescription"); } }
        public ulong BytesTotal { get { return Count("BytesTotal"); } }
        public ulong BytesTransferred { get { return Count("BytesTransferred"); } }
        public ulong FilesTotal { get { return Count("FilesTotal"); } }
        public ulong FilesTransferred { get { return Count("FilesTransferred"); } }
        public DateTime CreationTime { get { return Time("CreationTime"); } }
        public DateTime ModificationTime { get { return Time("ModificationTime"); } }
        public DateTime TransferCompletionTime { get { return Time("TransferCompletionTime"); } }

        public BitsFile[] FileList
        {
            get
            {
                var files = new List<BitsFile>();
                foreach (string key in Member("FileList")) files.Add(new BitsFile(key));
                return files.ToArray();
            }
        }

        internal string Guid { get { return Key; } }
    }

    /// <summary>Sends the parameters that were bound to the model, and writes what it answers.</summary>
    public abstract class ModelCmdlet : PSCmdlet
    {
        protected abstract string CmdletName { get; }
        protected abstract bool Asks { get; }

        protected override void ProcessRecord()
        {
            if (Asks && !ShouldProcess("BITS", CmdletName)) return;
            var fields = new List<string> { "cmdlet", CmdletName, ParameterSetName };
            foreach (string name in MyInvocation.BoundParameters.Keys)
            {
                System.Reflection.PropertyInfo property = GetType().GetProperty(name);
                if (property == null) continue;
                fields.Add(name);
                Write(property.GetValue(this, null), fields);
            }
            foreach (string[] line in Model.Ask(fields))
            {
                if (line[0] == "job")
                {
                    WriteObject(new BitsJob(line[1]));
                }
                else if (line[0] == "error")
                {
                    var exception = new COMException(line[2], int.Parse(line[3]));
                    WriteError(new ErrorRecord(exception, line[1], ErrorCategory.NotSpecified, null));
                }
                else
                {
                    throw new InvalidOperationException(string.Join(" ", line));
                }
            }
        }

        static void Write(object value, List<string> fields)
        {
            if (value is SwitchParameter)
            {
                fields.Add("switch");
                fields.Add(((SwitchParameter)value).IsPresent ? "true" : "false");
            }
            else if (value is BitsJob)
            {
                fields.Add("job");
                fields.Add(((BitsJob)value).Guid);
            }
            else if (value is Enum)
            {
                fields.Add("enum");
                fields.Add(value.GetType().Name);
                fields.Add(value.ToString());
                fields.Add(Convert.ToInt64(value).ToString());
            }
            else if (value is Uri)
            {
                fields.Add("text");
                fields.Add(((Uri)value).OriginalString);
            }
            else if (value is Guid)
            {
                fields.Add("guid");
                fields.Add(((Guid)value).ToString());
            }
            else if (value is PSCredential)
            {
                var credential = (PSCredential)value;
                fields.Add("credential");
                fields.Add(credential.UserName);
                fields.Add(credential.GetNetworkCredential().Password);
            }
            else if (value is int || value is byte)
            {
                fields.Add("number");
                fields.Add(value.ToString());
            }
            else if (value is Array)
            {
                fields.Add("list");
                fields.Add(((Array)value).Length.ToString());
                foreach (object item in (IEnumerable)value) Write(item, fields);
            }
            else
            {
                fields.Add("text");
                fields.Add(Convert.ToString(value));
            }
        }
    }
}
