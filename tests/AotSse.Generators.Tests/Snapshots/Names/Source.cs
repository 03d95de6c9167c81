using System.Collections.Generic;
using System.Threading.Tasks;
using AotSse;

namespace Shop.@namespace.System
{
    public partial class @class
    {
        public sealed partial class @event
        {
            [EventStream("/keywords/{class}")]
            public partial void @void(string @class, int? @int, string @string, bool frame);
        }

        internal static partial class Inner
        {
            [EventStream("/keywords")]
            public static async partial IAsyncEnumerable<string> @return(string? @params, string context, int request, int cancellation)
            {
                await Task.Yield();
                yield return "";
            }
        }
    }
}

namespace Shop
{
    internal sealed class Microsoft;

    public sealed partial class Overloads
    {
        [EventStream("/overloads")]
        public partial void Send(int n);

        [EventStream("/overloads", Event = "text")]
        public partial void Send(string s);

        [EventStream("/overloads", Event = "nothing")]
        public partial void send();

        [EventStream("/overloads")]
        public partial void Send2(int? n, int nValue);
    }
}
